package dev.jacquard.weavingtests.random;

import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler.CompilationFailed;
import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Run;
import dev.jacquard.weavingtests.harness.Verification;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random programs that are compiled in one run. With another compiler, what javac has made of them is the oracle. */
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
    private final Map<String, byte[]> others;
    private final Histogram histogram;

    Batch(List<Key> keys, Histogram histogram) {
        this(keys, histogram, false);
    }

    /**
     * A batch.
     *
     * @param ecj whether what is woven is compiled by Eclipse's compiler
     */
    Batch(List<Key> keys, Histogram histogram, boolean ecj) {
        this.histogram = histogram;
        Map<String, String> sources = new LinkedHashMap<>();
        for (Key key : keys) {
            ProgramGenerator.Text text = ProgramGenerator.generate(key.name(), key.seed(), key.size());
            texts.put(key, text);
            sources.put(nameOf(key), text.source());
        }
        classes = compile(sources);
        sources.keySet().retainAll(texts.keySet().stream().map(Batch::nameOf).toList());
        others = ecj ? compileByEcj(sources) : classes;
    }

    private static String nameOf(Key key) {
        return "program." + key.name();
    }

    /**
     * Leaves out programs at which Eclipse's compiler breaks down, or whose types it does not infer as javac does: few
     * of them, or the test would prove nothing.
     */
    private Map<String, byte[]> compileByEcj(Map<String, String> sources) {
        try {
            return BatchCompilers.ecj("-g").compile(sources);
        } catch (BatchCompilers.NotCompiled e) {
            Map<String, byte[]> compiled = new LinkedHashMap<>();
            for (Key key : List.copyOf(texts.keySet())) {
                String name = nameOf(key);
                try {
                    compiled.putAll(BatchCompilers.ecj("-g").compile(Map.of(name, sources.get(name))));
                } catch (BatchCompilers.NotCompiled alone) {
                    System.out.println("ecj does not compile " + key);
                    texts.remove(key);
                }
            }
            if (sources.size() >= 20 && texts.size() * 10 < sources.size() * 9) {
                throw e;
            }
            return compiled;
        }
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
                String name = nameOf(key);
                try {
                    compiled.putAll(InMemoryCompiler.debug().compile(Map.of(name, sources.get(name))));
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
        texts.forEach((key, text) -> {
            try {
                check(key, text);
            } catch (AssertionError | RuntimeException e) {
                found.add("seed " + key.seed() + ", size " + key.size() + ": " + e);
            }
        });
        return found;
    }

    private void check(Key key, ProgramGenerator.Text text) {
        String name = nameOf(key);
        if (others != classes && !isValid(own(key.name(), others))) {
            System.out.println("ecj's class files for " + key + " do not verify");
            return;
        }
        Program oracle = new Program(name, text.source(), own(key.name(), classes), false);
        Program program = others == classes ? oracle : new Program(name, text.source(), own(key.name(), others), false);
        if (!program.weaving().refusals().isEmpty()) {
            throw new AssertionError(
                    "refused " + program.weaving().refusals() + "\nkept in " + program.keep() + "\n" + text.source());
        }
        if (others == classes || Verification.listsVariablesRightly(own(key.name(), others))) {
            Verification.check(program.weaving().classes());
        } else {
            Verification.checkCode(program.weaving().classes()); // ecj's own tables are wrong
        }
        BitSet suspended = new BitSet();
        Random random = new Random(key.seed());
        Behaviour expected = oracle.plain(Plan.never());
        int points = oracle.lastRun().points();
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
            Plan plan = Plan.never().with(random.nextInt(points), i % 2 == 0 ? Mishap.FAILURE : Mishap.CANCELLATION);
            if (random.nextBoolean()) {
                plan = plan.with(random.nextInt(points), Mishap.FAILURE);
            }
            Behaviour failing = oracle.plain(plan);
            compare(program, plan.suspending(Plan.always().suspends()).salted(i), failing, suspended);
            compare(program, plan.suspendingAtRandom(random, share(random)).salted(i), failing, suspended);
        }
        histogram.add(text, suspended, points);
    }

    /** Whether the JVM takes class files as they were compiled; ecj has faults of its own. */
    private static boolean isValid(Map<String, byte[]> compiled) {
        Run.begin(Plan.never(), Program.BUDGET); // static initialisers log
        ByteLoader loader = new ByteLoader("compiled", compiled, Batch.class.getClassLoader());
        for (String name : compiled.keySet()) {
            try {
                Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
                MethodHandles.privateLookupIn(type, MethodHandles.lookup()).ensureInitialized(type);
            } catch (VerifyError e) {
                return false;
            } catch (ExceptionInInitializerError e) {
                continue; // verified before
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return true;
    }

    private static double share(Random random) {
        return new double[] {0.1, 0.5, 0.9}[random.nextInt(3)];
    }

    private void compare(Program program, Plan plan, Behaviour expected, BitSet suspended) {
        Behaviour actual = program.woven(plan);
        suspended.or(program.lastRun().suspendedSites());
        if (!actual.equals(expected)) {
            throw new AssertionError("differs under "
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

    private static Map<String, byte[]> own(String name, Map<String, byte[]> classes) {
        Map<String, byte[]> own = new LinkedHashMap<>();
        for (String prefix : new String[] {"program/" + name, "program/" + name + "Base", "program/" + name + "Face"}) {
            classes.forEach((c, bytes) -> {
                if (c.equals(prefix) || c.startsWith(prefix + "$")) {
                    own.put(c, bytes);
                }
            });
        }
        return own;
    }
}
