package dev.jacquard.benchmarks.startup;

import empty.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much later an empty main is over with the agent: median of alternating starts. */
public final class StartUp {
    private StartUp() {}

    /**
     * Starts JVMs.
     *
     * @param args the java command, the agent's jar, the jar or folder with the {@link Main empty main}, the number of
     *     starts
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        String java = args[0];
        String agent = "-javaagent:" + Path.of(args[1]).toAbsolutePath();
        int starts = Integer.parseInt(args[3]);
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        for (int i = -1; i < starts; i++) {
            double a = millis(java, "-Xshare:auto", "-cp", args[2], Main.class.getName());
            double b = millis(java, agent, "-cp", args[2], Main.class.getName());
            if (i >= 0) { // the first fills the disk cache
                without.add(a);
                with.add(b);
            }
        }
        double later = median(with) - median(without);
        System.out.printf(
                "empty main: %.0f ms without, %.0f ms with the agent (medians of %d): %.0f ms"
                        + " later, bound 60: %s%n",
                median(without), median(with), starts, later, later <= 60 ? "met" : "MISSED");
    }

    private static double millis(String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
