package dev.jacquard.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads scenarios from {@code .jsonl} and {@code .jsonl.gz} files. */
final class Corpus {
    private Corpus() {}

    /**
     * Adds the lines of a file to those of the files before, in whose place it may put its own. One that replaces a
     * line which is not there is a line like any other.
     */
    static void add(List<Line> lines, List<Line> more) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            places.put(lines.get(i).id(), i);
        }
        for (Line line : more) {
            Integer place = line.replaces() ? places.get(line.id()) : null;
            if (place == null) {
                lines.add(line);
            } else {
                lines.set(place, line);
            }
        }
    }

    static List<Line> read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    try {
                        lines.add(Line.parse(text));
                    } catch (RuntimeException e) {
                        throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
                    }
                }
            }
        }
        return lines;
    }
}
