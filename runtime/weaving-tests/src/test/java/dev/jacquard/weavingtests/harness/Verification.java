package dev.jacquard.weavingtests.harness;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.util.CheckClassAdapter;

/** ASM's check of class files: it says more than the JVM's verifier about what is wrong. */
public final class Verification {
    private Verification() {}

    /** Throws if ASM finds a class file ill-formed. */
    public static void check(Map<String, byte[]> classes) {
        classes.forEach(
                (name, bytes) -> {
                    try {
                        new ClassReader(bytes)
                                .accept(new CheckClassAdapter(new ClassWriter(0), true), 0);
                    } catch (RuntimeException e) {
                        throw new AssertionError("ill-formed: " + name + ": " + e.getMessage(), e);
                    }
                });
    }
}
