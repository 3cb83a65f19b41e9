package dev.jacquard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class JacquardTransformerTest {
    @Test
    void theRuntimeIsLeftAloneAndOtherPackagesAreNot() {
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/Asyncio")).isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/woven/Frame")).isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/agent/shaded/asm/ClassReader"))
                .isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/samples/Menu")).isFalse();
        assertThat(JacquardTransformer.isRuntime("dev/jacquards/Asyncio")).isFalse();
        assertThat(JacquardTransformer.isRuntime("com/acme/Shop")).isFalse();
    }

    @Test
    void theNewestClassFileIsTheNewestThatAsmReads() {
        assertThatCode(() -> new ClassReader(classFile(JacquardTransformer.NEWEST_CLASS_FILE)))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> new ClassReader(classFile(JacquardTransformer.NEWEST_CLASS_FILE + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        JacquardTransformer.isTooNew(
                                "x", classFile(JacquardTransformer.NEWEST_CLASS_FILE)))
                .isFalse();
        assertThat(
                        JacquardTransformer.isTooNew(
                                "x", classFile(JacquardTransformer.NEWEST_CLASS_FILE + 1)))
                .isTrue();
    }

    private static byte[] classFile(int major) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "x", null, "java/lang/Object", null);
        writer.visitEnd();
        byte[] classFile = writer.toByteArray();
        classFile[7] = (byte) major;
        return classFile;
    }
}
