package dev.jacquard.conformance;

import dev.jacquard.EventLoop;
import dev.jacquard.net.IoBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scenarios of corpus files and compares their traces with CPython's. A file of changes follows the one that
 * it changes: {@code conformance public.jsonl public-3.14.jsonl}.
 */
public final class Conformance {
    private static final String LOOP = "--loop=";

    private Conformance() {}

    public static void main(String[] args) {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) {
        List<Line> lines = new ArrayList<>();
        Function<EventLoop.Builder, EventLoop> loops = EventLoop.Builder::build;
        int files = 0;
        try {
            for (String arg : args) {
                if (arg.startsWith(LOOP)) {
                    loops = loops(arg.substring(LOOP.length()));
                } else {
                    Corpus.add(lines, Corpus.read(Path.of(arg)));
                    files++;
                }
            }
        } catch (IOException e) {
            System.err.println("cannot read the corpus: " + e);
            return 2;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        if (files == 0) {
            System.err.println("usage: conformance [--loop=nio|epoll|io_uring] FILE... (.jsonl or"
                    + " .jsonl.gz; lines with status \"changed\" replace those of the"
                    + " files before)");
            return 2;
        }
        return check(lines, System.out, loops) ? 0 : 1;
    }

    /** Loops that wait with Netty; they are polled, although nothing comes. */
    private static Function<EventLoop.Builder, EventLoop> loops(String backend) {
        IoBackend io = IoBackend.valueOf(backend.toUpperCase(Locale.ROOT));
        return io::newLoop;
    }

    /** Runs all lines and prints the first differing event of each that fails, and how many did. */
    static boolean check(List<Line> lines, PrintStream out, Function<EventLoop.Builder, EventLoop> loops) {
        int failed = 0;
        for (Line line : lines) {
            List<@Nullable Object> trace = TimeLimit.trace(line, loops);
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
