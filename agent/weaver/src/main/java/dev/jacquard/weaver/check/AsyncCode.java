package dev.jacquard.weaver.check;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.model.WeavingContext;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Looks for what is wrong in an async method. Takes its analysis, gives warnings; changes nothing.
 *
 * <pre>
 *   each instruction    {@link Blocking}    blocks the loop's thread
 *                       {@link Misuse}      forEach, a lost coroutine
 *   the method          {@link HeldLocks}   holds a lock across an await
 *                       {@link EmitTypes}   emits what its type does not take: refused
 * </pre>
 */
public final class AsyncCode {
    private AsyncCode() {}

    /** Looks at a method, before its bodies are written. */
    public static void check(WeavingContext context, Analysis analysis) {
        Code code = analysis.code;
        for (int i = 0; i < code.insns.length; i++) {
            AbstractInsnNode n = code.insns[i];
            Blocking.warn(context, analysis.target, n, code.lines[i]);
            if (n instanceof MethodInsnNode call && isAsItWas(analysis.pointAt[i])) {
                Misuse.check(context, analysis.target.method, call, code.lines[i]);
            } else if (n instanceof InvokeDynamicInsnNode indy) {
                Misuse.check(context, analysis.target.method, indy, code.lines[i]);
            }
        }
        HeldLocks.warn(context, analysis);
        EmitTypes.check(context, analysis);
    }

    private static boolean isAsItWas(@Nullable Point p) {
        return p == null || p.isBehind();
    }
}
