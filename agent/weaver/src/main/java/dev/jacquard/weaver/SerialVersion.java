package dev.jacquard.weaver;

import java.io.IOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Keeps what was serialised readable: a serialisable class without a serialVersionUID has one
 * computed of its methods, so the bodies would change it. It gets the one it had unwoven.
 */
final class SerialVersion {
    private SerialVersion() {}

    static void keep(WeavingContext context, byte[] classFile) {
        ClassNode node = context.owner;
        if ((node.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_RECORD)) != 0
                || !context.hierarchy.isSubtype(node.name, "java/io/Serializable")
                || node.fields.stream().anyMatch(f -> f.name.equals("serialVersionUID"))) {
            return;
        }
        Computer computer = new Computer();
        new ClassReader(classFile).accept(computer, 0);
        node.fields.add(
                new FieldNode(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                        "serialVersionUID",
                        "J",
                        null,
                        computer.value));
    }

    private static final class Computer extends SerialVersionUIDAdder {
        long value;

        Computer() {
            super(Opcodes.ASM9, new ClassNode(Opcodes.ASM9));
        }

        @Override
        protected void addSVUID(long svuid) {
            value = svuid;
        }

        @Override
        public void visitEnd() {
            try {
                value = computeSVUID();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
