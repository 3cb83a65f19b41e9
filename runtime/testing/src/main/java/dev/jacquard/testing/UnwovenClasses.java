package dev.jacquard.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;

/** Looks whether there is anything to weave: classes in folders are a project's own. */
final class UnwovenClasses {
    private UnwovenClasses() {}

    /** Whether a folder of the class path has a class that awaits, or has tests that may, and is not woven. */
    static boolean areOnClassPath(ClassLoader loader) throws IOException {
        for (URL root : Collections.list(loader.getResources(""))) {
            if (root.getProtocol().equals("file") && !isJacquards(folder(root)) && areIn(folder(root))) {
                return true;
            }
        }
        return false;
    }

    /** Runtime or test kit, which are jars in every build but their own. */
    private static boolean isJacquards(Path folder) {
        return Files.exists(folder.resolve("dev/jacquard/Asyncio.class"))
                || Files.exists(folder.resolve("dev/jacquard/testing/AsyncTest.class"));
    }

    private static Path folder(URL url) throws IOException {
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IOException("No path: " + url, e);
        }
    }

    private static boolean areIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".class") && isUnwoven(file)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By what its constant pool names; annotations and interfaces that only carry ours are none. */
    private static boolean isUnwoven(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return text.contains("dev/jacquard/")
                && !text.contains("Ldev/jacquard/woven/WovenClass;")
                && !text.contains("java/lang/annotation/Annotation")
                && (text.contains("Ldev/jacquard/testing/AsyncTest;")
                        || (text.contains("dev/jacquard/Asyncio") && (names(text, "await") || names(text, "emit"))));
    }

    /** Whether there is just this constant: its tag, its length, its characters. */
    private static boolean names(String text, String constant) {
        return text.contains("\u0001\u0000" + (char) constant.length() + constant);
    }
}
