package dev.jacquard.weaver.select;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.Lambdas;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Decides which methods of a class are async, and names their coroutine classes. Takes the class as it was compiled,
 * gives {@code context.woven}.
 *
 * <pre>
 *   {@literal @}Async                                    woven, or reported
 *   lambda of an AsyncCallable or the like    woven: it is to start lazily
 *   another lambda that returns a coroutine   woven if it awaits
 *   what AspectJ has moved elsewhere          as what it was moved from
 * </pre>
 */
public final class MethodSelector {
    private static final String IF_CALLED =
            "for a framework that calls only methods that return nothing: beside an annotation of"
                    + " JUnit, TestNG or jqwik this may stay as it is, with jacquard-testing on the"
                    + " class path; for another leave the method without @Async, and let it run an"
                    + " @Async one: AsyncTester.run(...) in tests, Asyncio.run(...) elsewhere";

    private final WeavingContext context;
    private final boolean torture;
    private final Map<String, Integer> names = new HashMap<>();

    public MethodSelector(WeavingContext context, boolean torture) {
        this.context = context;
        this.torture = torture;
    }

    public void select() {
        Lambdas lambdas = LambdaFinder.find(context);
        context.setLambdas(lambdas);
        AdvisedBodies advised = new AdvisedBodies(context.owner);
        for (MethodNode m : context.owner.methods) {
            if (torture) {
                torture(m);
                continue;
            }
            if (advised.handsGeneratorOn(m)) {
                continue;
            }
            if (Methods.isAsync(m)) {
                annotated(m);
                continue;
            }
            boolean always = lambdas.isLazy(m) || advised.isBody(m);
            Kind kind = Kind.of(m.desc);
            if (kind != null && (always || ((lambdas.isBody(m) || advised.isAdvice(m)) && suspends(m)))) {
                add(m, kind);
            }
        }
    }

    private void annotated(MethodNode m) {
        if ((m.access & Opcodes.ACC_ABSTRACT) != 0) {
            return;
        }
        int line = Methods.firstLine(m);
        Kind kind = Kind.of(m.desc);
        if (kind == null) {
            context.report(Problem.RETURN_TYPE, m, line, ifCalled(m));
        } else if ((m.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            context.report(Problem.SYNCHRONIZED_METHOD, m, line, "");
        } else if ((m.access & Opcodes.ACC_NATIVE) != 0) {
            context.report(Problem.NATIVE_METHOD, m, line, "");
        } else {
            add(m, kind);
        }
    }

    private String ifCalled(MethodNode m) {
        if (MethodAdvice.isMain(context.owner, m)) {
            return "main itself cannot be @Async: let it run a coroutine, run(f()) with an @Async"
                    + " method f, or run(() -> ...)";
        }
        return m.desc.endsWith(")V") ? IF_CALLED : "";
    }

    private void torture(MethodNode m) {
        if ((m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) == 0
                && !m.name.startsWith("<")
                && hasCall(m)) {
            add(m, Kind.TORTURE);
        }
    }

    private static boolean hasCall(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() >= Opcodes.INVOKEVIRTUAL && n.getOpcode() <= Opcodes.INVOKEDYNAMIC) {
                return true;
            }
        }
        return false;
    }

    private void add(MethodNode m, Kind kind) {
        int count = names.merge(m.name, 1, Integer::sum);
        String coroutine = context.owner.name + "$" + m.name + "$Coroutine" + (count == 1 ? "" : "$" + count);
        context.woven.put(m.name + m.desc, new AsyncMethod(context.owner, m, kind, coroutine));
    }

    /** Whether a lambda body has any suspension point of its own. */
    private boolean suspends(MethodNode m) {
        int line = 0;
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof LineNumberNode l) {
                line = l.line;
            } else if (n instanceof MethodInsnNode call && suspends(m, call, line)) {
                return true;
            }
        }
        return false;
    }

    private boolean suspends(MethodNode m, MethodInsnNode call, int line) {
        if (Language.isSuspending(call)) {
            return true;
        }
        if (call.getOpcode() == Opcodes.INVOKESTATIC) {
            return false;
        }
        return switch (call.name) {
            case "close" ->
                call.desc.equals("()V") && context.isSubtype(call.owner, RuntimeNames.ASYNC_CLOSEABLE, m, line, call);
            case "iterator" ->
                call.desc.startsWith("()L")
                        && (call.desc.equals("()L" + RuntimeNames.ASYNC_ITERATOR + ";")
                                || context.isSubtype(call.owner, RuntimeNames.ASYNC_ITERABLE, m, line, call));
            case "hasNext" ->
                call.desc.equals("()Z") && context.isSubtype(call.owner, RuntimeNames.ASYNC_ITERATOR, m, line, call);
            default -> false;
        };
    }
}
