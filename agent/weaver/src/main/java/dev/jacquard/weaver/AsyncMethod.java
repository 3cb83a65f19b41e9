package dev.jacquard.weaver;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A method to be woven, and the names and descriptors of what it becomes. */
final class AsyncMethod {
    /** A JVM method takes at most 255 slots of arguments. */
    private static final int MAX_SLOTS = 255;

    final ClassNode owner;
    final MethodNode method;
    final Kind kind;

    /** Internal name of the coroutine class. */
    final String coroutine;

    final Type[] arguments;
    final boolean isStatic;

    /**
     * Set by the analysis: the coroutine's fields for the arguments, and their names in the source.
     */
    FieldPlan.Field[] argumentFields = {};

    @Nullable String[] argumentNames = {};

    AsyncMethod(ClassNode owner, MethodNode method, Kind kind, String coroutine) {
        this.owner = owner;
        this.method = method;
        this.kind = kind;
        this.coroutine = coroutine;
        this.arguments = Type.getArgumentTypes(method.desc);
        this.isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    }

    /** Slots of {@code this} and the arguments. */
    int argumentSlots() {
        int n = isStatic ? 0 : 1;
        for (Type t : arguments) {
            n += t.getSize();
        }
        return n;
    }

    /** Whether the body takes the method's own arguments; else it reads them from its coroutine. */
    boolean takesArguments() {
        return argumentSlots() + 2 <= MAX_SLOTS;
    }

    /** Whether the coroutine's constructor takes them. */
    boolean constructorTakesArguments() {
        return argumentSlots() + 1 <= MAX_SLOTS;
    }

    /** The body that calls enter: the method's arguments, the coroutine or null, the driver. */
    String bodyDescriptor() {
        StringBuilder d = new StringBuilder("(");
        if (takesArguments()) {
            for (Type t : arguments) {
                d.append(t.getDescriptor());
            }
        }
        return d.append('L')
                .append(coroutine)
                .append(";")
                .append(RuntimeNames.DRIVER_DESC)
                .append(")Ljava/lang/Object;")
                .toString();
    }

    /** The body that resumptions enter: the coroutine, the value, the driver, the state. */
    String resumeDescriptor() {
        return "(L"
                + coroutine
                + ";Ljava/lang/Object;"
                + RuntimeNames.DRIVER_DESC
                + "I)Ljava/lang/Object;";
    }

    String constructorDescriptor() {
        if (!constructorTakesArguments()) {
            return "()V";
        }
        StringBuilder d = new StringBuilder("(");
        if (!isStatic) {
            d.append('L').append(owner.name).append(';');
        }
        for (Type t : arguments) {
            d.append(t.getDescriptor());
        }
        return d.append(")V").toString();
    }

    /** Its own class as a parameter, so that no method's arguments look the same. */
    String frameConstructorDescriptor() {
        return kind == Kind.TORTURE ? "()V" : "(L" + coroutine + ";)V";
    }

    boolean isInterface() {
        return (owner.access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** The body's access: its method's, private raised to what the coroutine class can call. */
    int bodyAccess() {
        int keep =
                method.access
                        & (Opcodes.ACC_STATIC
                                | Opcodes.ACC_PUBLIC
                                | Opcodes.ACC_PROTECTED
                                | Opcodes.ACC_STRICT);
        return isInterface() ? (keep & Opcodes.ACC_STATIC) | Opcodes.ACC_PUBLIC : keep;
    }

    /** How the coroutine class calls the body. */
    int callOpcode() {
        if (isStatic) {
            return Opcodes.INVOKESTATIC;
        }
        return isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    }

    /** The body's name: the method's own, as the descriptor keeps them apart. */
    String bodyName() {
        return method.name;
    }

    String key() {
        return method.name + method.desc;
    }
}
