package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Looks for misuse of the language in any code of a class, async or not: one instruction at a time. */
final class Misuse {
    /** Where Groovy's calls are bound at run time: the name is an argument. */
    private static final String GROOVY = "org/codehaus/groovy/vmplugin/";

    private Misuse() {}

    /** A call: {@code forEach} over an asynchronous iterable, a coroutine that is lost. */
    static void check(WeavingContext context, MethodNode m, MethodInsnNode call, int line) {
        if (call.name.equals("forEach")
                && call.desc.equals("(Ljava/util/function/Consumer;)V")
                && context.hierarchy.isSubtype(call.owner, RuntimeNames.ASYNC_ITERABLE)) {
            context.report(Problem.FOR_EACH, m, line, "");
        }
        Discarded.warn(context, m, call, line);
    }

    /** A lambda or method reference: await as one, a coroutine that is lost. */
    static void check(WeavingContext context, MethodNode m, InvokeDynamicInsnNode indy, int line) {
        for (Object a : indy.bsmArgs) {
            if (a instanceof Handle h
                    && h.getOwner().equals(RuntimeNames.ASYNCIO)
                    && (h.getName().equals("await") || h.getName().equals("emit"))) {
                context.report(Problem.AWAIT_AS_METHOD_REFERENCE, m, line, "");
            } else if (a instanceof String name
                    && indy.bsm.getOwner().startsWith(GROOVY)
                    && Language.isSuspending(name)) {
                context.report(Problem.DYNAMIC_AWAIT, m, line, name);
            }
        }
        Discarded.warn(context, m, indy, line);
    }
}
