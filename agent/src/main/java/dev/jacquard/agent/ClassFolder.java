package dev.jacquard.agent;

import dev.jacquard.weaver.Weaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class files below a directory, each with the folder that its package begins in. Mostly that is the directory
 * itself; a multi-release folder has others below META-INF/versions, an unpacked web archive has WEB-INF/classes.
 */
final class ClassFolder {
    private static final String VERSIONS = "META-INF/versions/";

    /**
     * A class file.
     *
     * @param place the file
     * @param bytes what is in it
     * @param root where its package begins, relative to the directory; where it lies, if it does not tell its name
     */
    record ClassFile(Path place, byte[] bytes, Path root) {}

    private final Path directory;

    /** In the order of their paths. */
    private final List<ClassFile> classFiles = new ArrayList<>();

    /** By root and internal name. */
    private final Map<Path, Map<String, byte[]>> roots = new TreeMap<>();

    private ClassFolder(Path directory) {
        this.directory = directory;
    }

    /** Reads all class files but module descriptors. */
    static ClassFolder read(Path directory) throws IOException {
        ClassFolder folder = new ClassFolder(directory);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(ClassFolder::isClassFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            folder.add(file, Files.readAllBytes(file));
        }
        return folder;
    }

    private static boolean isClassFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".class") && !name.equals("module-info.class") && Files.isRegularFile(file);
    }

    private void add(Path file, byte[] bytes) {
        Path relative = directory.relativize(file);
        String name;
        try {
            name = Weaver.nameOf(bytes);
        } catch (RuntimeException e) {
            classFiles.add(new ClassFile(file, bytes, Path.of("")));
            return;
        }
        String path = relative.toString().replace('\\', '/');
        String end = name + ".class";
        boolean isInPlace = path.equals(end) || path.endsWith("/" + end);
        Path root = Path.of(isInPlace ? path.substring(0, path.length() - end.length()) : "");
        classFiles.add(new ClassFile(file, bytes, root));
        roots.computeIfAbsent(root, r -> new HashMap<>()).putIfAbsent(name, bytes);
    }

    List<ClassFile> classFiles() {
        return classFiles;
    }

    /** How a class is called when it does not say so itself: by its path. */
    String nameOf(ClassFile classFile) {
        return directory.relativize(classFile.place()).toString();
    }

    /**
     * The class file of a class, as classes of one root see it: their own root first, then the versions up to theirs,
     * then the others.
     */
    byte @Nullable [] find(Path root, String internalName) {
        byte[] own = roots.getOrDefault(root, Map.of()).get(internalName);
        if (own != null || roots.size() < 2) {
            return own;
        }
        int version = version(root);
        return roots.entrySet().stream()
                .filter(e -> e.getValue().containsKey(internalName))
                .max(Comparator.comparingInt(e -> rank(version(e.getKey()), version)))
                .map(e -> e.getValue().get(internalName))
                .orElse(null);
    }

    private static int rank(int version, int wanted) {
        return version <= wanted ? version : -version;
    }

    /** Of a multi-release folder; else 0. */
    private static int version(Path root) {
        String path = root.toString().replace('\\', '/');
        int at = path.indexOf(VERSIONS);
        String rest = at < 0 ? "" : path.substring(at + VERSIONS.length());
        return rest.matches("[0-9]{1,4}") ? Integer.parseInt(rest) : 0;
    }
}
