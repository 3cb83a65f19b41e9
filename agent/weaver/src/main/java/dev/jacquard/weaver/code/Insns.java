package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.RuntimeNames;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Instructions that are written in many places. */
public final class Insns {
    private Insns() {}

    /** The line of what follows; none if it is 0. */
    public static void line(MethodVisitor mv, int line) {
        if (line > 0) {
            Label here = new Label();
            mv.visitLabel(here);
            mv.visitLineNumber(line, here);
        }
    }

    /** A call of the runtime, to be put between the instructions of a method. */
    public static MethodInsnNode node(RuntimeNames.Member method) {
        return new MethodInsnNode(method.opcode(), method.owner(), method.name(), method.descriptor(), false);
    }

    /** A static method of the runtime that links an {@code invokedynamic}. */
    public static Handle handle(RuntimeNames.Member bootstrap) {
        return new Handle(Opcodes.H_INVOKESTATIC, bootstrap.owner(), bootstrap.name(), bootstrap.descriptor(), false);
    }

    /** Throws an {@link IllegalStateException}. */
    public static void raise(MethodVisitor mv, String message) {
        mv.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
        mv.visitInsn(Opcodes.DUP);
        mv.visitLdcInsn(message);
        mv.visitMethodInsn(
                Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
        mv.visitInsn(Opcodes.ATHROW);
    }

    /** Pushes a number that fits into a short. */
    public static void push(MethodVisitor mv, int value) {
        if (value >= -1 && value <= 5) {
            mv.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            mv.visitIntInsn(Opcodes.BIPUSH, value);
        } else {
            mv.visitIntInsn(Opcodes.SIPUSH, value);
        }
    }

    /** Takes a value of the type off the stack and leaves an Object; null for void. */
    public static void box(MethodVisitor mv, Type type) {
        String wrapper = wrapper(type);
        if (type.getSort() == Type.VOID) {
            mv.visitInsn(Opcodes.ACONST_NULL);
        } else if (wrapper != null) {
            mv.visitMethodInsn(
                    Opcodes.INVOKESTATIC, wrapper, "valueOf", "(" + type.getDescriptor() + ")L" + wrapper + ";", false);
        }
    }

    /** Takes an Object off the stack and leaves a value of the type. */
    public static void unbox(MethodVisitor mv, Type type) {
        String wrapper = wrapper(type);
        if (type.getSort() == Type.VOID) {
            mv.visitInsn(Opcodes.POP);
        } else if (wrapper != null) {
            mv.visitTypeInsn(Opcodes.CHECKCAST, wrapper);
            mv.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, wrapper, type.getClassName() + "Value", "()" + type.getDescriptor(), false);
        } else if (!type.getInternalName().equals(RuntimeNames.OBJECT)) {
            mv.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        }
    }

    private static @Nullable String wrapper(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.BYTE -> "java/lang/Byte";
            case Type.CHAR -> "java/lang/Character";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            case Type.DOUBLE -> "java/lang/Double";
            default -> null;
        };
    }
}
