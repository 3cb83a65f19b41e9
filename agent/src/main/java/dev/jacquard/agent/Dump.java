package dev.jacquard.agent;

import dev.jacquard.weaver.WovenClass;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes woven classes below a directory, as a class path would hold them. */
final class Dump {
    private Dump() {}

    static void write(File directory, WovenClass woven) throws IOException {
        write(directory, woven.name(), woven.bytes());
        for (Map.Entry<String, byte[]> coroutine : woven.coroutines().entrySet()) {
            write(directory, coroutine.getKey(), coroutine.getValue());
        }
    }

    private static void write(File directory, String name, byte[] classFile) throws IOException {
        Path file = new File(directory, name + ".class").toPath();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, classFile);
    }
}
