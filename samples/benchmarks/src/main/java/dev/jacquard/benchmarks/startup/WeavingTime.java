package dev.jacquard.benchmarks.startup;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** How long the weaver takes for a method of 100 lines, and for one with very many awaits. */
public final class WeavingTime {
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 300;

    private static final ClassSource FILES = ClassSource.of(WeavingTime.class.getClassLoader());
    private static final Map<String, byte[]> RUNTIME = new HashMap<>();

    private WeavingTime() {}

    /** Prints the figures. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("jacquard-weaving");
        byte[] hundred = compile(folder, "Hundred", hundredLines());
        for (int i = 0; i < WARM_UP; i++) {
            weave(hundred);
        }
        double ms = millis(hundred);
        System.out.printf(
                "a method of 100 lines, 20 awaits: %.2f ms (warm), bound 2: %s%n", ms, ms <= 2 ? "met" : "MISSED");
        System.out.println("awaits in one method  ms  us per await");
        for (int awaits : new int[] {125, 250, 500, 1000, 2000}) {
            byte[] file = compile(folder, "Awaits" + awaits, awaits(awaits));
            WovenClass woven = weave(file);
            if (!woven.refusals().isEmpty()) {
                System.out.printf("%20d  %s%n", awaits, woven.refusals().get(0).message());
                continue;
            }
            double each = millis(file);
            System.out.printf("%20d  %.1f  %.1f%n", awaits, each, each * 1000 / awaits);
        }
    }

    /** As the agent does it: the runtime's class files are read once, others for each class. */
    private static byte @Nullable [] find(String name) {
        byte[] known = RUNTIME.get(name);
        if (known == null) {
            known = FILES.find(name);
            if (known != null && name.startsWith("dev/jacquard/")) {
                RUNTIME.put(name, known);
            }
        }
        return known;
    }

    private static WovenClass weave(byte[] file) {
        WovenClass woven = new Weaver(WeaverOptions.DEFAULT, WeavingTime::find).weave(file);
        if (woven == null) {
            throw new AssertionError("not woven");
        }
        return woven;
    }

    private static double millis(byte[] file) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            weave(file);
            times.add((System.nanoTime() - start) / 1e6);
        }
        Collections.sort(times);
        return times.get(ROUNDS / 2);
    }

    /** Twenty times five lines: a loop, a call, an await, a branch and a try. */
    private static String hundredLines() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            s.append("for (int i = 0; i < n; i++) { s += i * x; }\n")
                    .append("String t")
                    .append(i)
                    .append(" = name + s + x;\n")
                    .append("try { s += await(leaf(s + t")
                    .append(i)
                    .append(".length())); }\n")
                    .append("catch (IllegalStateException e) { s -= e.hashCode(); }\n")
                    .append("if (s % 3 == 0) { x += 2.5; }\n");
        }
        return s.toString();
    }

    private static String awaits(int n) {
        return "s += await(leaf(s));\n".repeat(n);
    }

    private static byte[] compile(Path folder, String name, String lines) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(
                source,
                """
                import static dev.jacquard.Asyncio.await;
                import dev.jacquard.Coroutine;
                import dev.jacquard.annotations.Async;
                class %s {
                    @Async static Coroutine<Long> leaf(long x) { return Coroutine.of(x); }
                    @Async static Coroutine<Long> all(String name, int n) {
                        long s = 0; double x = 1;
                        %s
                        return Coroutine.of(s);
                    }
                }
                """
                        .formatted(name, lines));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-g",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (status != 0) {
            throw new IOException("javac ended with " + status);
        }
        return Files.readAllBytes(folder.resolve(name + ".class"));
    }
}
