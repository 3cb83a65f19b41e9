package dev.jacquard.agenttests.programs;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two applications in one JVM, each with a copy of the runtime, and one agent for both. */
public final class TwoRuntimes {
    private TwoRuntimes() {}

    /**
     * The program.
     *
     * @param args the class path of each
     */
    public static void main(String[] args) throws Exception {
        Function<List<Object>, Object> a = guest(args[0]);
        Function<List<Object>, Object> b = guest(args[0]);
        System.out.println(a.getClass() != b.getClass());

        CyclicBarrier both = new CyclicBarrier(2);
        say(atOnce(() -> a.apply(List.of("meet", "a", both)), () -> b.apply(List.of("meet", "b", both))));

        Supplier<Object> inner = () -> b.apply(List.of("nest", "b", (Supplier<?>) () -> "core"));
        say(List.of(a.apply(List.of("nest", "a", inner))));

        CompletableFuture<Object> between = new CompletableFuture<>();
        say(atOnce(() -> a.apply(List.of("give", between)), () -> b.apply(List.of("take", between))));

        try {
            Supplier<?> failing = () -> b.apply(List.of("fail", "through both"));
            say(List.of(a.apply(List.of("nest", "a", failing))));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            for (StackTraceElement row : e.getStackTrace()) {
                String type = row.getClassName();
                if (type.endsWith(".Guest") || type.endsWith(".TwoRuntimes")) {
                    String method = row.getMethodName();
                    if (!method.startsWith("lambda$")) {
                        System.out.println("  " + method);
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<List<Object>, Object> guest(String classPath) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        ClassLoader own = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        return (Function<List<Object>, Object>)
                own.loadClass(Guest.class.getName()).getConstructor().newInstance();
    }

    private static List<Object> atOnce(Callable<Object> one, Callable<Object> other) throws Exception {
        List<CompletableFuture<Object>> ends = new ArrayList<>();
        for (Callable<Object> call : List.of(one, other)) {
            CompletableFuture<Object> end = new CompletableFuture<>();
            ends.add(end);
            new Thread(() -> {
                        try {
                            end.complete(call.call());
                        } catch (Throwable e) {
                            end.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        return List.of(ends.get(0).get(), ends.get(1).get());
    }

    private static void say(List<Object> results) {
        results.forEach(System.out::println);
    }
}
