package dev.jacquard.agent;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Weaves the class files of a directory in place: the build step, whoever calls it.
 *
 * <p>All class files are read before the first one is written, so the result depends neither on
 * their order nor on how often the step has run. A class with a refusal is left unwritten: the next
 * run reports it again.
 */
public final class DirectoryWeaver {
    private DirectoryWeaver() {}

    /**
     * What weaving a directory gave.
     *
     * @param woven names of the classes that were woven now, with dots
     * @param warnings messages that do not keep the build from going on
     * @param refusals messages for which a build fails
     */
    public record Result(List<String> woven, List<String> warnings, List<String> refusals) {}

    /**
     * Weaves each class below a directory that is not woven yet.
     *
     * @param directory the root of the packages
     * @param classPath what the classes were compiled with: directories and jars
     */
    public static Result weave(Path directory, List<Path> classPath) throws IOException {
        return weave(directory, classPath, "");
    }

    /**
     * The same without some warnings.
     *
     * @param silence codes of warnings, such as {@code W23+W24}, or {@code all}
     * @throws IllegalArgumentException if there is no such warning
     */
    public static Result weave(Path directory, List<Path> classPath, String silence)
            throws IOException {
        WeaverOptions options = new WeaverOptions(true, WeaverOptions.silenced(silence));
        Map<Path, byte[]> classFiles = read(directory);
        List<String> woven = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        List<Path> places = new ArrayList<>();
        List<WovenClass> results = new ArrayList<>();
        try (PathSource source = new PathSource(directory, classFiles, classPath)) {
            Weaver weaver = new Weaver(options, source);
            for (Map.Entry<Path, byte[]> entry : classFiles.entrySet()) {
                byte[] classFile = entry.getValue();
                if (!ConstantPoolScan.mentionsJacquard(classFile)
                        || JacquardTransformer.isTooNew(entry.getKey().toString(), classFile)) {
                    continue;
                }
                WovenClass result = weaver.weave(classFile);
                if (result == null) {
                    continue;
                }
                for (Diagnostic diagnostic : result.diagnostics()) {
                    (diagnostic.problem().isError() ? refusals : warnings)
                            .add(diagnostic.message());
                }
                if (result.refusals().isEmpty() && result.bytes() != classFile) {
                    woven.add(result.name().replace('/', '.'));
                    places.add(entry.getKey());
                    results.add(result);
                }
            }
        }
        for (int i = 0; i < results.size(); i++) {
            write(places.get(i), results.get(i));
        }
        return new Result(List.copyOf(woven), List.copyOf(warnings), List.copyOf(refusals));
    }

    private static Map<Path, byte[]> read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(DirectoryWeaver::isClassFile).toList();
        }
        Map<Path, byte[]> classFiles = new TreeMap<>();
        for (Path file : files) {
            byte[] classFile = Files.readAllBytes(file);
            if (classFile.length > 8) {
                classFiles.put(file, classFile);
            }
        }
        return classFiles;
    }

    private static boolean isClassFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".class")
                && !name.equals("module-info.class")
                && Files.isRegularFile(file);
    }

    /** The coroutine classes first: a class that carries the mark of being woven has them. */
    private static void write(Path place, WovenClass woven) throws IOException {
        for (Map.Entry<String, byte[]> coroutine : woven.coroutines().entrySet()) {
            String name = coroutine.getKey();
            Files.write(
                    place.resolveSibling(name.substring(name.lastIndexOf('/') + 1) + ".class"),
                    coroutine.getValue());
        }
        Files.write(place, woven.bytes());
    }
}
