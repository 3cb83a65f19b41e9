package dev.jacquard.agent;

import dev.jacquard.weaver.ClassSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Class files as a class path holds them: the directory that is woven as it was before, then the
 * path, then the JDK.
 */
final class PathSource implements ClassSource, Closeable {
    private final Path directory;
    private final Map<Path, byte[]> before;
    private final List<Path> folders = new ArrayList<>();
    private final List<JarFile> jars = new ArrayList<>();

    PathSource(Path directory, Map<Path, byte[]> before, List<Path> classPath) throws IOException {
        this.directory = directory;
        this.before = before;
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                folders.add(entry);
            } else if (Files.isRegularFile(entry) && !entry.toString().endsWith(".pom")) {
                jars.add(new JarFile(entry.toFile(), false, ZipFile.OPEN_READ, Runtime.version()));
            }
        }
    }

    @Override
    public byte @Nullable [] find(String internalName) {
        String name = internalName + ".class";
        byte[] own = before.get(directory.resolve(name));
        if (own != null) {
            return own;
        }
        try {
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return Files.readAllBytes(file);
                }
            }
            for (JarFile jar : jars) {
                ZipEntry entry = jar.getEntry(name);
                if (entry != null) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        return in.readAllBytes();
                    }
                }
            }
            try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name)) {
                return in == null ? null : in.readAllBytes();
            }
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }
}
