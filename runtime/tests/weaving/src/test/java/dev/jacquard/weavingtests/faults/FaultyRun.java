package dev.jacquard.weavingtests.faults;

import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Main class of a JVM in which the weaver has a fault; prints NOTICED or SURVIVED and by what. */
final class FaultyRun {
    private FaultyRun() {}

    public static void main(String[] args) throws Exception {
        Map<String, byte[]> classes = new LinkedHashMap<>(testClasses());
        classes.putAll(weaverWith(args[1].equals("NONE") ? null : Fault.valueOf(args[1]), Path.of(args[0])));
        ByteLoader loader = new ByteLoader("faulty", classes, FaultyRun.class.getClassLoader());
        try {
            Object by = loader.loadClass("dev.jacquard.weavingtests.faults.Suite")
                    .getMethod("run")
                    .invoke(null);
            System.out.println(by == null ? "SURVIVED" : "NOTICED by " + by);
        } catch (InvocationTargetException e) {
            System.out.println("NOTICED by an error: " + e.getCause());
        }
        System.exit(0);
    }

    /** The classes of the tests, to be loaded anew over the faulty weaver. */
    private static Map<String, byte[]> testClasses() throws IOException, URISyntaxException {
        Path root = Path.of(FaultyRun.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(root.resolve("dev/jacquard/weavingtests"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                classes.put(name.substring(0, name.length() - 6), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    static Map<String, byte[]> weaverWith(Fault fault, Path sources) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> all =
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
            for (Path file : all) {
                String name =
                        sources.relativize(file).toString().replace('\\', '/').replace(".java", "");
                if (!name.endsWith("module-info") && !name.endsWith("package-info")) {
                    String text = Files.readString(file);
                    boolean here = fault != null && name.endsWith("/" + fault.file);
                    texts.put(name.replace('/', '.'), here ? fault.plant(text) : text);
                }
            }
        }
        return InMemoryCompiler.debug().compile(texts);
    }
}
