package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A loader that gives its classes, but not their class files; some are too new, one is damaged. */
public final class Unserved extends ClassLoader {
    private final Path directory;

    private Unserved(Path directory) {
        super(Unserved.class.getClassLoader());
        this.directory = directory;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return define(name, read(name));
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try {
            return Files.readAllBytes(directory.resolve(name + ".class"));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private Class<?> define(@Nullable String name, byte[] classFile) {
        return defineClass(name, classFile, 0, classFile.length);
    }

    private void fail(@Nullable String name, byte[] classFile) {
        try {
            define(name, classFile);
        } catch (LinkageError e) {
            System.out.println(e.getClass().getSimpleName());
        }
    }

    public static void main(String[] args) throws Exception {
        Unserved loader = new Unserved(Path.of(args[0]));
        Class<?> veiled = loader.loadClass("Veiled");
        Object coroutine = loader.loadClass("Shown")
                .getMethod("f", veiled)
                .invoke(null, veiled.getConstructor().newInstance());
        System.out.println(run((Coroutine<?>) coroutine));
        Unserved other = new Unserved(Path.of(args[0]));
        for (String type : new String[] {"Shown", "Again"}) {
            byte[] newer = other.read(type);
            newer[7] = 73;
            other.fail(type, newer);
        }
        byte[] whole = other.read("Shown");
        other.fail("Shown", Arrays.copyOf(whole, whole.length - 1));
    }
}
