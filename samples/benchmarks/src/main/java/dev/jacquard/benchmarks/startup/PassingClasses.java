package dev.jacquard.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What the agent's transformer takes for a class that does not mention Jacquard. */
public final class PassingClasses {
    private static final int FIRST = 500;
    private static final int ROUNDS = 100;

    private record Known(String name, byte[] bytes) {}

    private PassingClasses() {}

    /**
     * Shows the transformer the class files of some jars.
     *
     * @param args the jars
     */
    public static void main(String[] args) throws Exception {
        List<Known> classes = new ArrayList<>();
        for (String jar : args) {
            read(jar, classes);
        }
        ClassFileTransformer transformer = transformer();
        int bytes = classes.stream().mapToInt(c -> c.bytes().length).sum() / classes.size();
        int first = Math.min(FIRST, classes.size());
        double cold = micros(transformer, classes.subList(0, first)) / first;
        for (int i = 0; i < ROUNDS; i++) {
            micros(transformer, classes);
        }
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            warm.add(micros(transformer, classes) / classes.size());
        }
        Collections.sort(warm);
        System.out.printf(
                "a class that does not mention Jacquard (%d of them, %d bytes on average): %.1f us"
                        + " (the first %d of a JVM), %.1f us (warm), bound 10: %s%n",
                classes.size(), bytes, cold, first, warm.get(ROUNDS / 2), cold <= 10 ? "met" : "MISSED");
    }

    private static void read(String jar, List<Known> classes) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        classes.add(new Known(name.substring(0, name.length() - ".class".length()), in.readAllBytes()));
                    }
                }
            }
        }
    }

    private static double micros(ClassFileTransformer transformer, List<Known> classes) throws Exception {
        ClassLoader loader = PassingClasses.class.getClassLoader();
        Module module = PassingClasses.class.getModule();
        long start = System.nanoTime();
        for (Known c : classes) {
            if (transformer.transform(module, loader, c.name(), null, null, c.bytes()) != null) {
                throw new AssertionError(c.name() + " was woven");
            }
        }
        return (System.nanoTime() - start) / 1e3;
    }

    /** The agent's own; it is not public. */
    private static ClassFileTransformer transformer() throws ReflectiveOperationException {
        Class<?> options = Class.forName("dev.jacquard.agent.AgentOptions");
        Method parse = options.getDeclaredMethod("parse", String.class);
        parse.setAccessible(true);
        Constructor<?> make = Class.forName("dev.jacquard.agent.JacquardTransformer")
                .getDeclaredConstructor(options, Instrumentation.class);
        make.setAccessible(true);
        Object unused = Proxy.newProxyInstance(
                Instrumentation.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
        return (ClassFileTransformer) make.newInstance(parse.invoke(null, ""), unused);
    }
}
