package dev.jacquard.weavingtests.random;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many sites, of all programs, have really suspended inside each feature. */
final class Histogram {
    private final Map<Feature, Integer> counts = new EnumMap<>(Feature.class);
    private int programs;
    private int sites;
    private long points;

    void add(ProgramGenerator.Text text, BitSet suspended, int pointsOfPlainRun) {
        programs++;
        points += pointsOfPlainRun;
        suspended.stream().forEach(site -> {
            sites++;
            text.sites().get(site).forEach(f -> counts.merge(f, 1, Integer::sum));
        });
    }

    int programs() {
        return programs;
    }

    /** Features that suspended less often than this. */
    List<String> rarer(int than) {
        return List.of(Feature.values()).stream()
                .filter(f -> counts.getOrDefault(f, 0) < than)
                .map(f -> f + "=" + counts.getOrDefault(f, 0))
                .toList();
    }

    @Override
    public String toString() {
        return programs + " programs, " + sites + " sites suspended, " + points + " points in plain runs\n" + counts;
    }
}
