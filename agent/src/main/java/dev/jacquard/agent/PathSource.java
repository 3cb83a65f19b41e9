package dev.jacquard.agent;

import dev.jacquard.weaver.ClassSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Class files as a class path holds them, then those of the JDK. */
final class PathSource implements ClassSource, Closeable {
    /** A folder or a jar. */
    private interface Entry {
        byte @Nullable [] find(String file) throws IOException;
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<JarFile> jars = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    /** An entry that does not exist or is no jar is left out, as the JVM does. */
    PathSource(List<Path> classPath) {
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                entries.add(file -> read(entry.resolve(file)));
            } else {
                addJar(entry);
            }
        }
    }

    private void addJar(Path entry) {
        try {
            JarFile jar = new JarFile(entry.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
            jars.add(jar);
            entries.add(file -> read(jar, file));
        } catch (IOException e) {
            unusable.add(entry.toString());
        }
    }

    /** The entries of the class path that do not exist, or are neither a folder nor a jar. */
    List<String> unusable() {
        return unusable;
    }

    @Override
    public byte @Nullable [] find(String internalName) {
        String file = internalName + ".class";
        for (Entry entry : entries) {
            try {
                byte[] found = entry.find(file);
                if (found != null) {
                    return found;
                }
            } catch (IOException e) {
                return null; // as good as missing, and reported as that
            }
        }
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private static byte @Nullable [] read(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    private static byte @Nullable [] read(JarFile jar, String file) throws IOException {
        ZipEntry entry = jar.getEntry(file);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }
}
