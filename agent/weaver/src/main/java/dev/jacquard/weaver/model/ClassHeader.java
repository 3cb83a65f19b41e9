package dev.jacquard.weaver.model;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** What stands at the beginning of a class file: that it is one, its version, its names. */
public final class ClassHeader {
    /** The newest class-file version that our ASM reads: Java 28. */
    static final int NEWEST = 72;

    /** Magic number and version. */
    private static final int SIZE = 8;

    private ClassHeader() {}

    /**
     * Whether the weaver can take a class file.
     *
     * @param name what it is called, if it does not say so itself
     * @return why not, or null
     */
    public static @Nullable Diagnostic check(byte[] classFile, String name) {
        if (!isClassFile(classFile)) {
            return unreadable(name, "it does not begin like one");
        }
        try {
            ClassReader reader = reader(classFile);
            return major(classFile) <= NEWEST ? null : tooNew(reader.getClassName(), classFile);
        } catch (RuntimeException e) {
            // What comes after a version that is not known need not be what we think.
            return major(classFile) <= NEWEST ? unreadable(name, e.toString()) : tooNew(name, classFile);
        }
    }

    public static Diagnostic unreadable(String name, String why) {
        return diagnostic(Problem.UNREADABLE, name, why);
    }

    private static Diagnostic tooNew(String name, byte[] classFile) {
        return diagnostic(
                Problem.TOO_NEW, name, "version " + major(classFile) + ", known are versions up to " + NEWEST);
    }

    private static Diagnostic diagnostic(Problem problem, String name, String detail) {
        String shown = name.endsWith(".class") ? name : name.replace('/', '.'); // a file, a class
        return new Diagnostic(problem, shown, "", null, 0, detail);
    }

    private static boolean isClassFile(byte[] classFile) {
        return classFile.length > SIZE
                && classFile[0] == (byte) 0xca
                && classFile[1] == (byte) 0xfe
                && classFile[2] == (byte) 0xba
                && classFile[3] == (byte) 0xbe;
    }

    private static int major(byte[] classFile) {
        return ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
    }

    /**
     * Reads a class file for its names, whatever its version.
     *
     * @throws RuntimeException if it is damaged
     */
    public static ClassReader reader(byte[] classFile) {
        if (!isClassFile(classFile)) {
            throw new IllegalArgumentException("no class file");
        }
        byte[] readable = classFile;
        if (major(classFile) > NEWEST) {
            readable = Arrays.copyOf(classFile, classFile.length);
            readable[6] = NEWEST >> 8;
            readable[7] = NEWEST;
        }
        ClassReader reader = new ClassReader(readable);
        reader.getClassName(); // these fail if it is cut off
        reader.getSuperName();
        reader.getInterfaces();
        return reader;
    }
}
