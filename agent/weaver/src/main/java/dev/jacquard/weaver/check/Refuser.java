package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import dev.jacquard.weaver.select.MethodAdvice;
import dev.jacquard.weaver.select.WayOut;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
 * Takes the methods that are not woven, and makes suspension points in them, which cannot suspend, raise with the
 * reason and the way out: nothing falls back to blocking silently. {@link Misuse} looks at the rest of such code.
 */
public final class Refuser {
    private final WeavingContext context;
    private final Map<String, Diagnostic> refused;
    private boolean changed;

    public Refuser(WeavingContext context, Map<String, Diagnostic> refused) {
        this.context = context;
        this.refused = refused;
    }

    /** Whether any method was changed. */
    public boolean run() {
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
    private @Nullable Diagnostic reported(MethodNode m) {
        if (!Methods.isAsync(m)) {
            return null;
        }
        for (Diagnostic d : context.diagnostics) {
            if (d.problem().isError() && d.method().equals(m.name) && d.line() == Methods.firstLine(m)) {
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
                if (Language.isSuspending(call)) {
                    refuseCall(m, call, line);
                } else {
                    Misuse.check(context, m, call, line);
                }
            } else if (n instanceof InvokeDynamicInsnNode indy) {
                Misuse.check(context, m, indy, line);
            }
        }
    }

    private void refuseCall(MethodNode m, MethodInsnNode call, int line) {
        Problem problem;
        String wayOut = "";
        if (call.name.startsWith("emit")) {
            problem = Problem.EMIT_OUTSIDE_GENERATOR;
        } else if (m.name.equals("<init>")) {
            problem = Problem.AWAIT_IN_CONSTRUCTOR;
        } else if (m.name.equals("<clinit>")) {
            problem = Problem.AWAIT_IN_STATIC_INITIALISER;
        } else if (context.lambdas().isBody(m)) {
            problem = Problem.AWAIT_IN_LAMBDA;
            wayOut = Objects.requireNonNullElse(context.lambdas().wayOut(m), WayOut.LAMBDA.text());
        } else {
            problem = Problem.AWAIT_NOT_ASYNC;
            wayOut = MethodAdvice.of(context, m);
        }
        String message = context.report(problem, m, line, wayOut).message();
        InsnList in = new InsnList();
        if (Language.takesClass(call)) {
            in.add(new InsnNode(Opcodes.POP));
        }
        in.add(new LdcInsnNode(message));
        in.add(Insns.node(RuntimeNames.REFUSE));
        if (Type.getReturnType(call.desc).getSort() == Type.VOID) {
            in.add(new InsnNode(Opcodes.POP));
        }
        m.instructions.insertBefore(call, in);
        m.instructions.remove(call);
        changed = true;
    }
}
