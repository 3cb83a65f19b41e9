package dev.jacquard.agenttests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder with some of these tests' programs alone. */
final class ProgramFolder {
    private ProgramFolder() {}

    /** These classes and what lies in them, woven if no agent does that. */
    static Path of(Path dir, boolean byAgent, Class<?>... types) throws IOException {
        Path folder = Files.createTempDirectory(dir, "classes");
        for (Class<?> type : types) {
            String name = type.getName().replace('.', '/');
            Path from = Jvm.programs().resolve(name).getParent();
            Path to = Files.createDirectories(folder.resolve(name).getParent());
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    String n = file.getFileName().toString();
                    if (n.equals(type.getSimpleName() + ".class") || n.startsWith(type.getSimpleName() + "$")) {
                        Files.copy(file, to.resolve(n));
                    }
                }
            }
        }
        if (!byAgent) {
            Jvm.java(
                            "-jar",
                            Jvm.agent().toString(),
                            "weave",
                            folder.toString(),
                            "-cp",
                            path(Jvm.programs(), libraries()))
                    .succeeded();
        }
        return folder;
    }

    /** What these tests run with, but for themselves. */
    static List<Path> libraries() {
        List<Path> libraries = new ArrayList<>();
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : tests.split(File.pathSeparator, -1)) {
            if (!Path.of(entry).equals(Jvm.programs())) {
                libraries.add(Path.of(entry));
            }
        }
        return libraries;
    }

    static String path(Path first, List<Path> more) {
        return Jvm.path(Stream.concat(Stream.of(first), more.stream()));
    }
}
