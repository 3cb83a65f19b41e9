package dev.jacquard.weavingtests.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The class files of the jar that a class came from. */
final class Library {
    private Library() {}

    static Map<String, byte[]> of(Class<?> type) {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class")) {
                    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                        classes.put(name.substring(0, name.length() - 6), in.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
        return classes;
    }

    /** The class files of a class of the tests and its nested ones. */
    static Map<String, byte[]> withNested(Class<?> type) {
        Map<String, byte[]> classes = new TreeMap<>();
        add(type, classes);
        return classes;
    }

    private static void add(Class<?> type, Map<String, byte[]> classes) {
        String name = type.getName().replace('.', '/');
        try (InputStream in = type.getClassLoader().getResourceAsStream(name + ".class")) {
            classes.put(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 1; ; i++) { // anonymous and switch-map classes have no other way to them
            String nested = name + "$" + i;
            try (InputStream in = type.getClassLoader().getResourceAsStream(nested + ".class")) {
                if (in == null) {
                    break;
                }
                classes.put(nested, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            add(nested, classes);
        }
    }
}
