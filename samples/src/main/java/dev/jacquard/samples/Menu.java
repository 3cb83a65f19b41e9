package dev.jacquard.samples;

import dev.jacquard.samples.conformance.Conformance;
import dev.jacquard.samples.crawler.CrawlerSample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All samples by name, and the tour that runs them one after the other.
 *
 * <pre>
 * java -jar jacquard-samples.jar                   the tour
 * java -jar jacquard-samples.jar list              the names
 * java -jar jacquard-samples.jar NAME [ARGUMENTS]  one of them
 * </pre>
 */
public final class Menu {
    static final List<Program> PROGRAMS =
            List.of(
                    Program.sample("hello", "one method that suspends", Hello::main),
                    Program.sample(
                            "concurrent",
                            "one after the other, or at the same time",
                            Concurrent::main),
                    Program.sample("tasks", "names, callbacks, cancelling", Tasks::main),
                    Program.sample("errors", "exceptions, also checked ones", ErrorHandling::main),
                    Program.sample("breakfast", "one cook, several pans", Breakfast::main),
                    Program.sample("retry", "exponential back-off", Retry::main),
                    Program.sample("ratelimit", "a steady rate of requests", RateLimiter::main),
                    Program.sample("debounce", "the last of a burst", Debouncer::main),
                    Program.sample(
                            "awaitable", "a class of one's own to await", CustomAwaitable::main),
                    Program.sample("generator", "emit, and the loop that takes", Generators::main),
                    Program.sample("resource", "try-with-resources that awaits", Resource::main),
                    new Program(
                            "crawler",
                            "real pages over HTTP; [URL [PAGES]]",
                            true,
                            CrawlerSample::run),
                    new Program(
                            "conformance",
                            "traces of CPython's asyncio; FILE... (.jsonl, .jsonl.gz)",
                            false,
                            Conformance::run));

    private Menu() {}

    public static void main(String[] args) {
        int status = run(args);
        System.out.flush();
        if (status != 0) {
            System.exit(status);
        }
    }

    /** What {@link #main} does, with the exit status as its value. */
    static int run(String... args) {
        if (args.length == 0) {
            return tour();
        }
        if (List.of("list", "help", "-h", "--help").contains(args[0])) {
            System.out.print(usage());
            return 0;
        }
        Optional<Program> program =
                PROGRAMS.stream().filter(p -> p.name().equals(args[0])).findFirst();
        if (program.isEmpty()) {
            System.err.print("There is no program \"" + args[0] + "\".\n" + usage());
            return 2;
        }
        return run(program.get(), Arrays.copyOfRange(args, 1, args.length));
    }

    private static int tour() {
        int worst = 0;
        for (Program program : PROGRAMS) {
            if (program.inTour()) {
                System.out.println("\n=== " + program.name() + ": " + program.summary());
                worst = Math.max(worst, run(program));
            }
        }
        return worst;
    }

    private static int run(Program program, String... args) {
        try {
            return program.entry().run(args);
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static String usage() {
        var text = new StringBuilder("Programs (without a name: the whole tour):\n");
        for (Program program : PROGRAMS) {
            text.append(String.format("  %-12s %s%n", program.name(), program.summary()));
        }
        return text.toString();
    }
}
