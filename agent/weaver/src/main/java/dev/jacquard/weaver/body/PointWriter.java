package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
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
        body.call(RuntimeNames.SUSPENDED);
        out.visitJumpInsn(Opcodes.IF_ACMPEQ, saves.label(p));
        result(copy, p);
    }

    // ---- the call -------------------------------------------------------------------------------

    private void call(Copy copy, Point p) {
        switch (p.what) {
            case AWAIT -> {
                if (p.isBehind()) {
                    insns.write(copy, p.insn);
                }
                await(p);
            }
            case CALL_DIRECT -> direct(callOf(p));
            case CALL_LINKED -> linked(callOf(p));
            case HAS_NEXT -> door(RuntimeNames.HAS_NEXT);
            case CLOSE -> door(RuntimeNames.CLOSE);
            case CLOSE_FINALLY -> door(RuntimeNames.CLOSE_FINALLY);
            case EMIT, EXCHANGE -> door(RuntimeNames.EMIT);
            case TORTURE -> {
                if (p.isCall() || p.isBehind()) {
                    insns.write(copy, p.insn);
                }
                door(p.isCall() ? RuntimeNames.TORTURE_CALL : RuntimeNames.TORTURE_RETURN);
            }
        }
    }

    private MethodInsnNode callOf(Point p) {
        return (MethodInsnNode) body.code.insns[p.call];
    }

    /** The place goes along: a coroutine that is awaited twice names both. */
    private void await(Point p) {
        if (!p.isBehind()
                && body.code.insns[p.insn] instanceof MethodInsnNode m
                && m.owner.equals(RuntimeNames.ASYNCIO)
                && Language.takesClass(m)) {
            out.visitInsn(Opcodes.POP);
        }
        body.await(p.isReturned() ? RuntimeNames.AWAIT_RETURNED : RuntimeNames.AWAIT, p.insn);
    }

    /** The driver is the last argument of each. */
    private void door(RuntimeNames.Member member) {
        body.loadDriver();
        body.call(member);
    }

    /** A call of an async method of this class: its direct body, without a coroutine. */
    private void direct(MethodInsnNode call) {
        AsyncMethod callee = Objects.requireNonNull(context.woven.get(call.name + call.desc));
        out.visitInsn(Opcodes.ACONST_NULL);
        body.loadDriver();
        out.visitMethodInsn(callee.callOpcode(), call.owner, callee.bodyName(), callee.bodyDescriptor(), call.itf);
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
                Insns.handle(RuntimeNames.LINK_CALL),
                new Handle(tag, call.owner, call.name, call.desc, call.itf));
    }

    /** The receiver, the arguments, the driver. */
    private String linkedDescriptor(MethodInsnNode call) {
        StringBuilder desc = new StringBuilder("(");
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            String receiver = call.getOpcode() == Opcodes.INVOKESPECIAL ? context.owner.name : call.owner;
            desc.append(receiver.startsWith("[") ? receiver : "L" + receiver + ";");
        }
        for (Type t : Type.getArgumentTypes(call.desc)) {
            desc.append(t.getDescriptor());
        }
        return desc.append(RuntimeNames.DRIVER_DESC)
                .append(")Ljava/lang/Object;")
                .toString();
    }

    // ---- the result -----------------------------------------------------------------------------

    /** Makes of the result on the stack what the code behind the point expects. */
    void result(Copy copy, Point p) {
        switch (p.result) {
            case OBJECT -> {}
            case RETURN -> out.visitInsn(Opcodes.ARETURN);
            case STORE_RETURN -> {
                completed(p);
                insns.write(copy, p.insn);
            }
            case KEEP_RETURN -> completed(p);
            case BOOLEAN -> Insns.unbox(out, Type.BOOLEAN_TYPE);
            case NONE -> out.visitInsn(Opcodes.POP);
        }
    }

    private void completed(Point p) {
        if (p.kept == Opcodes.NULL) {
            out.visitInsn(Opcodes.POP); // one does not get here
            out.visitInsn(Opcodes.ACONST_NULL);
            return;
        }
        if (p.what == Point.What.TORTURE) {
            out.visitTypeInsn(Opcodes.CHECKCAST, (String) Objects.requireNonNull(p.kept));
            return;
        }
        body.call(body.target.kind == Kind.COROUTINE ? RuntimeNames.COROUTINE_OF : RuntimeNames.FUTURE_OF);
    }
}
