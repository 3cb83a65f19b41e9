package dev.jacquard.samples.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the scenarios of corpus files and compares their traces with CPython's. */
public final class Conformance {
    private Conformance() {}

    public static void main(String[] args) {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The program; its value is the exit status. */
    public static int run(String... files) {
        if (files.length == 0) {
            System.err.println("usage: conformance FILE... (.jsonl or .jsonl.gz)");
            return 2;
        }
        List<Line> lines = new ArrayList<>();
        try {
            for (String file : files) {
                lines.addAll(Corpus.read(Path.of(file)));
            }
        } catch (IOException e) {
            System.err.println("cannot read the corpus: " + e);
            return 2;
        }
        return check(lines, System.out) ? 0 : 1;
    }

    /** Runs all lines and prints the first differing event of each that fails, and how many did. */
    static boolean check(List<Line> lines, PrintStream out) {
        int failed = 0;
        for (Line line : lines) {
            List<@Nullable Object> trace = TimeLimit.trace(line.scenario());
            int event = Comparer.firstDifference(line.trace(), trace);
            if (event >= 0) {
                failed++;
                out.println("DIFFERS " + line.id());
                out.println("  event " + event + " expected: " + show(line.trace(), event));
                out.println("  event " + event + " actual:   " + show(trace, event));
            }
        }
        out.println((lines.size() - failed) + " passed, " + failed + " failed");
        return failed == 0;
    }

    private static String show(List<@Nullable Object> trace, int event) {
        return event < trace.size() ? Json.print(trace.get(event)) : "(the trace has ended)";
    }
}
