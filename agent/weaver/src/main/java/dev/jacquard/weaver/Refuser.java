package dev.jacquard.weaver;

import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes suspension points that cannot suspend raise, with the reason and the way out: nothing falls
 * back to blocking silently. Also looks for misuse of the language in any code of the class.
 */
final class Refuser {
    private final WeavingContext context;
    private final Map<String, Diagnostic> refused;
    private boolean changed;

    Refuser(WeavingContext context, Map<String, Diagnostic> refused) {
        this.context = context;
        this.refused = refused;
    }

    /** Whether any method was changed. */
    boolean run() {
        for (MethodNode m : context.owner.methods) {
            AsyncMethod woven = context.woven.get(m.name + m.desc);
            if (woven != null || m.instructions.size() == 0) {
                continue;
            }
            Diagnostic whole = refused.get(m.name + m.desc);
            if (whole == null) {
                whole = reported(m);
            }
            if (whole != null) {
                refuseMethod(m, whole);
            } else {
                look(m);
            }
        }
        return changed;
    }

    /** An annotated method that the selector has turned down. */
    private @org.jspecify.annotations.Nullable Diagnostic reported(MethodNode m) {
        if (!MethodSelector.isAsync(m)) {
            return null;
        }
        for (Diagnostic d : context.diagnostics) {
            if (d.problem().isError()
                    && d.method().equals(m.name)
                    && d.line() == ClassWeaving.firstLine(m)) {
                return d;
            }
        }
        return null;
    }

    /** The method raises as soon as it is called. */
    private void refuseMethod(MethodNode m, Diagnostic why) {
        m.instructions.clear();
        m.tryCatchBlocks.clear();
        m.localVariables = null;
        m.visibleLocalVariableAnnotations = null;
        m.invisibleLocalVariableAnnotations = null;
        Insns.line(m, why.line());
        Insns.raise(m, why.message());
        changed = true;
    }

    private void look(MethodNode m) {
        int line = 0;
        for (AbstractInsnNode n : m.instructions.toArray()) {
            if (n instanceof LineNumberNode l) {
                line = l.line;
            } else if (n instanceof MethodInsnNode call) {
                if (PointFinder.isSuspending(call)) {
                    refuseCall(m, call, line);
                } else {
                    misuse(context, m, call, line);
                }
            } else if (n instanceof InvokeDynamicInsnNode indy) {
                references(context, m, indy, line);
            }
        }
    }

    /** What is wrong in async methods and elsewhere alike. */
    static void misuse(WeavingContext context, MethodNode m, MethodInsnNode call, int line) {
        if (call.name.equals("forEach")
                && call.desc.equals("(Ljava/util/function/Consumer;)V")
                && context.hierarchy.isSubtype(call.owner, RuntimeNames.ASYNC_ITERABLE)) {
            context.report(Problem.FOR_EACH, m, line, "");
        }
        Discarded.warn(context, m, call, line);
    }

    static void references(
            WeavingContext context, MethodNode m, InvokeDynamicInsnNode indy, int line) {
        for (Object a : indy.bsmArgs) {
            if (a instanceof Handle h
                    && h.getOwner().equals(RuntimeNames.ASYNCIO)
                    && (h.getName().equals("await") || h.getName().equals("emit"))) {
                context.report(Problem.AWAIT_AS_METHOD_REFERENCE, m, line, "");
            }
        }
        Discarded.warn(context, m, indy, line);
    }

    private void refuseCall(MethodNode m, MethodInsnNode call, int line) {
        Problem problem;
        if (call.name.startsWith("emit")) {
            problem = Problem.EMIT_OUTSIDE_GENERATOR;
        } else if (m.name.equals("<init>")) {
            problem = Problem.AWAIT_IN_CONSTRUCTOR;
        } else if (m.name.equals("<clinit>")) {
            problem = Problem.AWAIT_IN_STATIC_INITIALISER;
        } else if (m.name.startsWith("lambda$") || (m.access & Opcodes.ACC_SYNTHETIC) != 0) {
            problem = Problem.AWAIT_IN_LAMBDA;
        } else {
            problem = Problem.AWAIT_NOT_ASYNC;
        }
        String message = context.report(problem, m, line, "").message();
        InsnList in = new InsnList();
        if (PointFinder.takesClass(call)) {
            in.add(new InsnNode(Opcodes.POP));
        }
        in.add(new LdcInsnNode(message));
        in.add(
                new MethodInsnNode(
                        Opcodes.INVOKESTATIC,
                        RuntimeNames.WOVEN,
                        "refuse",
                        "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;",
                        false));
        if (Type.getReturnType(call.desc).getSort() == Type.VOID) {
            in.add(new InsnNode(Opcodes.POP));
        }
        m.instructions.insertBefore(call, in);
        m.instructions.remove(call);
        changed = true;
    }
}
