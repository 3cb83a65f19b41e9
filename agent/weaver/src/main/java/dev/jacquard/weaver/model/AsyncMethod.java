package dev.jacquard.weaver.model;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A method to be woven, and the names and descriptors of what it becomes. */
public final class AsyncMethod {
    /** A JVM method takes at most 255 slots of arguments. */
    private static final int MAX_SLOTS = 255;

    public final ClassNode owner;
    public final MethodNode method;
    public final Kind kind;

    /** Internal name of the coroutine class. */
    public final String coroutine;

    public final Type[] arguments;
    public final boolean isStatic;

    /** The first in the source, or 0; what is left of the method has none. */
    public final int line;

    public AsyncMethod(ClassNode owner, MethodNode method, Kind kind, String coroutine) {
        this.owner = owner;
        this.method = method;
        this.kind = kind;
        this.coroutine = coroutine;
        this.arguments = Type.getArgumentTypes(method.desc);
        this.isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        this.line = Methods.firstLine(method);
    }

    /** Slots of {@code this} and the arguments. */
    public int argumentSlots() {
        int n = isStatic ? 0 : 1;
        for (Type t : arguments) {
            n += t.getSize();
        }
        return n;
    }

    /** Whether the body takes the method's own arguments; else it reads them from its coroutine. */
    public boolean takesArguments() {
        return argumentSlots() + 2 <= MAX_SLOTS;
    }

    /** Whether the coroutine's constructor takes them. */
    public boolean constructorTakesArguments() {
        return argumentSlots() + 1 <= MAX_SLOTS;
    }

    /** The body that calls enter: the method's arguments, the coroutine or null, the driver. */
    public String bodyDescriptor() {
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
    public String resumeDescriptor() {
        return "(L" + coroutine + ";Ljava/lang/Object;" + RuntimeNames.DRIVER_DESC + "I)Ljava/lang/Object;";
    }

    public String constructorDescriptor() {
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
    public String frameConstructorDescriptor() {
        return kind == Kind.TORTURE ? "()V" : "(L" + coroutine + ";)V";
    }

    boolean isInterface() {
        return (owner.access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** The body's access: nobody is to see it. Nor is it synthetic, as coverage tools leave out what is. */
    public int bodyAccess() {
        return (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_STRICT)) | Opcodes.ACC_PRIVATE;
    }

    /** How other methods of the class call the body. */
    public int callOpcode() {
        return isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    }

    /**
     * The body's name: the method's own, as the descriptor keeps them apart. But Groovy takes the longest
     * {@code doCall} for what its closure is called with.
     */
    public String bodyName() {
        return Lambdas.isClosure(owner) ? "body" : method.name;
    }

    public String key() {
        return method.name + method.desc;
    }
}
