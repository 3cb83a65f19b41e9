package dev.jacquard.weavingtests.shapes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How compilers write lambdas: javac's class files, changed to look like another's. */
enum LambdaStyle {
    JAVAC,
    /** {@code lambda$0}, and what a lambda drops stays on the stack. */
    ECJ,
    /** {@code private static final go$lambda$0}, not synthetic. */
    KOTLIN,
    /** {@code private static final $anonfun$0} behind {@code $anonfun$adapted$0}. */
    SCALA,
    /** {@code public static synthetic $anonfun$go$0} behind {@code $anonfun$go$0$adapted}. */
    SCALA_2;

    Map<String, byte[]> of(Map<String, byte[]> classes) {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> changed.put(name, this == JAVAC ? bytes : of(bytes)));
        return changed;
    }

    private byte[] of(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        Map<String, String> called = new HashMap<>();
        for (MethodNode m : node.methods.toArray(new MethodNode[0])) {
            if (m.name.startsWith("lambda$")) {
                called.put(m.name + m.desc, restyle(node, m, called.size()));
            }
        }
        for (MethodNode m : node.methods) {
            for (AbstractInsnNode n : m.instructions) {
                if (n instanceof InvokeDynamicInsnNode indy
                        && indy.bsmArgs.length > 1
                        && indy.bsmArgs[1] instanceof Handle h
                        && called.containsKey(h.getName() + h.getDesc())) {
                    indy.bsmArgs[1] = new Handle(
                            h.getTag(),
                            h.getOwner(),
                            called.get(h.getName() + h.getDesc()),
                            h.getDesc(),
                            h.isInterface());
                }
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Renames a body, and gives the name of what the invokedynamic is to call. */
    private String restyle(ClassNode node, MethodNode m, int number) {
        int isStatic = m.access & Opcodes.ACC_STATIC;
        switch (this) {
            case ECJ -> {
                m.name = "lambda$" + number;
                leaveOnStack(m);
            }
            case KOTLIN -> {
                m.name = "go$lambda$" + number;
                m.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL | isStatic;
            }
            case SCALA -> {
                m.name = "$anonfun$" + number;
                m.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL | isStatic;
                return adapted(node, m, "$anonfun$adapted$" + number, Opcodes.ACC_PRIVATE);
            }
            default -> {
                m.name = "$anonfun$go$" + number;
                m.access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC | isStatic;
                return adapted(node, m, m.name + "$adapted", Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC);
            }
        }
        return m.name;
    }

    private static void leaveOnStack(MethodNode m) {
        for (AbstractInsnNode n : m.instructions.toArray()) {
            AbstractInsnNode next = n.getNext();
            while (next != null && next.getOpcode() < 0) {
                next = next.getNext();
            }
            if (n.getOpcode() == Opcodes.POP && next != null && next.getOpcode() == Opcodes.RETURN) {
                m.instructions.remove(n);
            }
        }
    }

    private static String adapted(ClassNode node, MethodNode body, String name, int access) {
        int isStatic = body.access & Opcodes.ACC_STATIC;
        MethodNode m = new MethodNode(Opcodes.ASM9, access | isStatic, name, body.desc, null, null);
        m.exceptions = body.exceptions;
        int slot = 0;
        if (isStatic == 0) {
            m.visitVarInsn(Opcodes.ALOAD, slot++);
        }
        for (Type t : Type.getArgumentTypes(body.desc)) {
            m.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
        m.visitMethodInsn(
                isStatic == 0 ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESTATIC, node.name, body.name, body.desc, false);
        m.visitInsn(Type.getReturnType(body.desc).getOpcode(Opcodes.IRETURN));
        m.visitMaxs(slot, slot);
        node.methods.add(m);
        return name;
    }
}
