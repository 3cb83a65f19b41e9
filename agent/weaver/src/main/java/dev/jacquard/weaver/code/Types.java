package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.UnsupportedCodeException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Verification types (as in stack maps) and what goes with them. */
public final class Types {
    private Types() {}

    /** Slots of a value. */
    public static int size(Object type) {
        return type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }

    public static int load(Object type) {
        return opcode(type, Opcodes.ILOAD);
    }

    public static int store(Object type) {
        return opcode(type, Opcodes.ISTORE);
    }

    private static int opcode(Object type, int base) {
        if (type == Opcodes.INTEGER) {
            return base;
        }
        if (type == Opcodes.LONG) {
            return base + 1;
        }
        if (type == Opcodes.FLOAT) {
            return base + 2;
        }
        return type == Opcodes.DOUBLE ? base + 3 : base + 4;
    }

    /** The field descriptor of a value, null for the null type. */
    public static @Nullable String descriptor(Object type) {
        if (type == Opcodes.NULL) {
            return null;
        }
        if (type == Opcodes.INTEGER) {
            return "I";
        }
        if (type == Opcodes.LONG) {
            return "J";
        }
        if (type == Opcodes.FLOAT) {
            return "F";
        }
        if (type == Opcodes.DOUBLE) {
            return "D";
        }
        if (type instanceof Label || !(type instanceof String name)) {
            throw new UnsupportedCodeException("an uninitialised object is live across an await");
        }
        return name.startsWith("[") ? name : "L" + name + ";";
    }

    /** The verification type of a descriptor. */
    static Object of(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            default -> type.getInternalName();
        };
    }

    public static boolean isReference(String descriptor) {
        char c = descriptor.charAt(0);
        return c == 'L' || c == '[';
    }
}
