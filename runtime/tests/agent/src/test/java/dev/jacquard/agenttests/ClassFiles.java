package dev.jacquard.agenttests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Class files below a directory: copied, read, compared. */
final class ClassFiles {
    private ClassFiles() {}

    /** Each class file's content in hexadecimal, by its path, so that a difference can be printed. */
    static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path file : list(directory)) {
            files.put(directory.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
        return files;
    }

    /** Copies the classes of a package. */
    static Path copy(Path from, String packagePath, Path to) throws IOException {
        for (Path file : list(from.resolve(packagePath))) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return to;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        }
    }
}
