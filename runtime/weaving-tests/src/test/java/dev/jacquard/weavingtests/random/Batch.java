package dev.jacquard.weavingtests.random;

import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler.CompilationFailed;
import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Verification;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random programs that are compiled in one run of javac. */
final class Batch {
    /**
     * What makes one program.
     *
     * @param size how long it is; the same seed with a smaller size gives another, smaller one
     */
    record Key(long seed, int size) {
        String name() {
            return "P" + Long.toString(seed, 36).replace('-', '_') + "s" + size;
        }
    }

    private static final int RANDOM_PLANS = 5;

    private final Map<Key, ProgramGenerator.Text> texts = new LinkedHashMap<>();
    private final Map<String, byte[]> classes;
    private final Histogram histogram;

    Batch(List<Key> keys, Histogram histogram) {
        this.histogram = histogram;
        Map<String, String> sources = new LinkedHashMap<>();
        for (Key key : keys) {
            ProgramGenerator.Text text =
                    ProgramGenerator.generate(key.name(), key.seed(), key.size());
            texts.put(key, text);
            sources.put("program." + key.name(), text.source());
        }
        classes = compile(sources);
    }

    /** Leaves out programs at which javac itself breaks down. */
    private Map<String, byte[]> compile(Map<String, String> sources) {
        try {
            return InMemoryCompiler.debug().compile(sources);
        } catch (CompilationFailed e) {
            if (!e.isCrash()) {
                throw e;
            }
            Map<String, byte[]> compiled = new LinkedHashMap<>();
            for (Key key : List.copyOf(texts.keySet())) {
                String name = "program." + key.name();
                try {
                    compiled.putAll(
                            InMemoryCompiler.debug().compile(Map.of(name, sources.get(name))));
                } catch (CompilationFailed crash) {
                    if (!crash.isCrash()) {
                        throw crash;
                    }
                    System.out.println("javac breaks down at " + key);
                    texts.remove(key);
                }
            }
            return compiled;
        }
    }

    /** Runs all, and gives a message per program that differs. */
    List<String> differences() {
        List<String> found = new ArrayList<>();
        texts.forEach(
                (key, text) -> {
                    try {
                        check(key, text);
                    } catch (AssertionError | RuntimeException e) {
                        found.add("seed " + key.seed() + ", size " + key.size() + ": " + e);
                    }
                });
        return found;
    }

    private void check(Key key, ProgramGenerator.Text text) {
        String name = "program." + key.name();
        Program program = new Program(name, text.source(), own(key.name()), false);
        if (!program.weaving().refusals().isEmpty()) {
            throw new AssertionError(
                    "refused "
                            + program.weaving().refusals()
                            + "\nkept in "
                            + program.keep()
                            + "\n"
                            + text.source());
        }
        Verification.check(program.weaving().classes());
        BitSet suspended = new BitSet();
        Random random = new Random(key.seed());
        Behaviour expected = program.plain(Plan.never());
        int points = program.lastRun().points();
        compare(program, Plan.never(), expected, suspended);
        compare(program, Plan.always(), expected, suspended);
        for (int i = 0; i < RANDOM_PLANS; i++) {
            compare(
                    program,
                    Plan.always().suspendingAtRandom(random, share(random)).salted(i),
                    expected,
                    suspended);
        }
        for (int i = 0; i < RANDOM_PLANS && points > 0; i++) {
            Plan plan =
                    Plan.never()
                            .with(
                                    random.nextInt(points),
                                    i % 2 == 0 ? Mishap.FAILURE : Mishap.CANCELLATION);
            if (random.nextBoolean()) {
                plan = plan.with(random.nextInt(points), Mishap.FAILURE);
            }
            Behaviour failing = program.plain(plan);
            compare(
                    program,
                    plan.suspending(Plan.always().suspends()).salted(i),
                    failing,
                    suspended);
            compare(
                    program,
                    plan.suspendingAtRandom(random, share(random)).salted(i),
                    failing,
                    suspended);
        }
        histogram.add(text, suspended, points);
    }

    private static double share(Random random) {
        return new double[] {0.1, 0.5, 0.9}[random.nextInt(3)];
    }

    private void compare(Program program, Plan plan, Behaviour expected, BitSet suspended) {
        Behaviour actual = program.woven(plan);
        suspended.or(program.lastRun().suspendedSites());
        if (!actual.equals(expected)) {
            throw new AssertionError(
                    "differs under "
                            + plan
                            + difference(expected, actual)
                            + "\nkept in "
                            + program.keep()
                            + "\n"
                            + program.source());
        }
    }

    private static String difference(Behaviour expected, Behaviour actual) {
        int same = 0;
        int most = Math.min(expected.log().size(), actual.log().size());
        while (same < most && expected.log().get(same).equals(actual.log().get(same))) {
            same++;
        }
        return "\n first "
                + same
                + " events alike, then\n  plain: "
                + rest(expected, same)
                + "\n  woven: "
                + rest(actual, same);
    }

    private static String rest(Behaviour b, int from) {
        List<String> log = b.log();
        return log.subList(from, Math.min(from + 3, log.size())) + " ... " + b.outcome();
    }

    private Map<String, byte[]> own(String name) {
        Map<String, byte[]> own = new LinkedHashMap<>();
        for (String prefix :
                new String[] {
                    "program/" + name, "program/" + name + "Base", "program/" + name + "Face"
                }) {
            classes.forEach(
                    (c, bytes) -> {
                        if (c.equals(prefix) || c.startsWith(prefix + "$")) {
                            own.put(c, bytes);
                        }
                    });
        }
        return own;
    }
}
