package dev.jacquard.weaver;

import java.util.Objects;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Writes suspension points.
 *
 * <pre>
 *   call                                  // by kind of the point; gives the result or SUSPENDED
 *   dup; SUSPENDED == ? goto SAVE_k
 *   (makes of the result what follows)
 * </pre>
 */
final class PointWriter {
    private final WeavingContext context;
    private final Body body;
    private final InsnWriter insns;
    private final SaveWriter saves;
    private final MethodVisitor out;

    PointWriter(WeavingContext context, Body body, InsnWriter insns, SaveWriter saves) {
        this.context = context;
        this.body = body;
        this.insns = insns;
        this.saves = saves;
        this.out = body.out;
    }

    void write(Copy copy, Point p) {
        call(copy, p);
        out.visitInsn(Opcodes.DUP);
        out.visitFieldInsn(
                Opcodes.GETSTATIC, RuntimeNames.DRIVER, "SUSPENDED", "Ljava/lang/Object;");
        out.visitJumpInsn(Opcodes.IF_ACMPEQ, saves.label(p));
        result(copy, p);
    }

    // ---- the call
    // --------------------------------------------------------------------------------

    private void call(Copy copy, Point p) {
        switch (p.what) {
            case AWAIT -> await(p);
            case CALL_DIRECT -> direct(callOf(p));
            case CALL_LINKED -> linked(callOf(p));
            case HAS_NEXT -> door("hasNext", "java/util/Iterator");
            case CLOSE -> door("close", "java/lang/AutoCloseable");
            case EMIT, EXCHANGE -> door("emit", RuntimeNames.OBJECT);
            case TORTURE -> {
                insns.write(copy, p.insn);
                body.loadDriver();
                out.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        Torture.HOOK,
                        "suspend",
                        "(" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;",
                        false);
            }
        }
    }

    private MethodInsnNode callOf(Point p) {
        return (MethodInsnNode) body.code.insns[p.call];
    }

    /** The place goes along: a coroutine that is awaited twice names both. */
    private void await(Point p) {
        if (body.code.insns[p.insn] instanceof MethodInsnNode m
                && m.owner.equals(RuntimeNames.ASYNCIO)
                && PointFinder.takesClass(m)) {
            out.visitInsn(Opcodes.POP);
        }
        out.visitLdcInsn(place(p));
        body.loadDriver();
        boolean returned = p.result == Point.Result.RETURN || p.result == Point.Result.STORE_RETURN;
        body.callWoven(
                returned ? "awaitReturned" : "await",
                "(Ljava/lang/Object;Ljava/lang/String;"
                        + RuntimeNames.DRIVER_DESC
                        + ")Ljava/lang/Object;");
    }

    /** As in a stack trace, with the class's simple name. */
    private String place(Point p) {
        AsyncMethod target = body.target;
        String type = target.owner.name.substring(target.owner.name.lastIndexOf('/') + 1);
        String file = target.owner.sourceFile;
        return type
                + "."
                + target.method.name
                + "("
                + (file == null ? "?" : file)
                + ":"
                + body.code.lines[p.insn]
                + ")";
    }

    private void door(String name, String argument) {
        body.loadDriver();
        body.callWoven(
                name, "(L" + argument + ";" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;");
    }

    /** A call of an async method of this class: its direct body, without a coroutine. */
    private void direct(MethodInsnNode call) {
        AsyncMethod callee = Objects.requireNonNull(context.woven.get(call.name + call.desc));
        out.visitInsn(Opcodes.ACONST_NULL);
        body.loadDriver();
        out.visitMethodInsn(
                call.getOpcode(), call.owner, callee.bodyName(), callee.bodyDescriptor(), call.itf);
    }

    /** A call whose target is known only at run time: {@code Direct.link} finds it. */
    private void linked(MethodInsnNode call) {
        body.loadDriver();
        int tag =
                switch (call.getOpcode()) {
                    case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
                    case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
                    case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
                    default -> Opcodes.H_INVOKEVIRTUAL;
                };
        out.visitInvokeDynamicInsn(
                call.name,
                linkedDescriptor(call),
                new Handle(
                        Opcodes.H_INVOKESTATIC,
                        RuntimeNames.DIRECT,
                        "link",
                        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;)"
                                + "Ljava/lang/invoke/CallSite;",
                        false),
                new Handle(tag, call.owner, call.name, call.desc, call.itf));
    }

    /** The receiver, the arguments, the driver. */
    private String linkedDescriptor(MethodInsnNode call) {
        StringBuilder desc = new StringBuilder("(");
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            String receiver =
                    call.getOpcode() == Opcodes.INVOKESPECIAL ? context.owner.name : call.owner;
            desc.append(receiver.startsWith("[") ? receiver : "L" + receiver + ";");
        }
        for (Type t : Type.getArgumentTypes(call.desc)) {
            desc.append(t.getDescriptor());
        }
        return desc.append(RuntimeNames.DRIVER_DESC).append(")Ljava/lang/Object;").toString();
    }

    // ---- the result
    // ------------------------------------------------------------------------------

    /** Makes of the result on the stack what the code behind the point expects. */
    void result(Copy copy, Point p) {
        switch (p.result) {
            case OBJECT -> {}
            case RETURN -> out.visitInsn(Opcodes.ARETURN);
            case STORE_RETURN -> {
                if (body.target.kind == Kind.COROUTINE) {
                    completed(RuntimeNames.COROUTINE, "of");
                } else {
                    completed(RuntimeNames.FUTURE, "completedFuture");
                }
                insns.write(copy, p.insn);
            }
            case BOOLEAN -> Insns.unbox(out, Type.BOOLEAN_TYPE);
            case NONE -> out.visitInsn(Opcodes.POP);
        }
    }

    private void completed(String type, String factory) {
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC, type, factory, "(Ljava/lang/Object;)L" + type + ";", false);
    }
}
