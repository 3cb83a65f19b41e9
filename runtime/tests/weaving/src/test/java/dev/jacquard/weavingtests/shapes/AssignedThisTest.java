package dev.jacquard.weavingtests.shapes;

import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Program;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Instance methods that store into slot 0, as optimisers make them: {@code this} is a variable like any other, but what
 * a resumption calls is still the first one.
 */
class AssignedThisTest {
    @Test
    void thisIsSwappedBetweenAwaits() {
        explore(
                """
                String name;
                static void swap() {}
                @Async Coroutine<String> m(Swapped other, int n) {
                    String s = name + await(point("a"));
                    for (int k = 0; k < n; k++) {
                        swap();
                        s += name + other.name + await(point(k));
                    }
                    try {
                        s += await(point("b")) + name;
                        swap();
                        s += await(point("c")) + name;
                    } catch (PointFailure e) {
                        s += "!" + name;
                        swap();
                        s += await(point("d"));
                    }
                    return Coroutine.of(s + name + other.name);
                }
                static Swapped named(String name) {
                    Swapped s = new Swapped();
                    s.name = name;
                    return s;
                }
                """
                        + Shape.go("return Coroutine.of(await(named(\"x\").m(named(\"y\"), 2)));"));
    }

    private static void explore(String members) {
        String source = Shape.source("Swapped", members);
        Map<String, byte[]> classes =
                new HashMap<>(InMemoryCompiler.debug().compile(Map.of("program.Swapped", source)));
        classes.replaceAll((name, bytes) -> swapping(bytes));
        Explorer.explore(new Program("program.Swapped", source, classes, false));
    }

    /** Puts an exchange of {@code this} and the first argument behind each call of swap. */
    private static byte[] swapping(byte[] classFile) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new Swapping(super.visitMethod(access, name, descriptor, signature, exceptions));
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static final class Swapping extends MethodVisitor {
        Swapping(MethodVisitor out) {
            super(Opcodes.ASM9, out);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
            super.visitMethodInsn(opcode, owner, name, descriptor, itf);
            if (name.equals("swap")) {
                visitVarInsn(Opcodes.ALOAD, 1);
                visitVarInsn(Opcodes.ALOAD, 0);
                visitVarInsn(Opcodes.ASTORE, 1);
                visitVarInsn(Opcodes.ASTORE, 0);
            }
        }
    }
}
