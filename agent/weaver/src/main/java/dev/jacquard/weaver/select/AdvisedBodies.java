package dev.jacquard.weaver.select;

import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where AspectJ has put the body of a method that an {@code around} advises.
 *
 * <pre>
 *   {@literal @}Async Coroutine fetch(String)      what is left: calls the advice
 *   static final synthetic Coroutine fetch_aroundBody0(Shop, String, JoinPoint)      the body
 *   static final synthetic Object fetch_aroundBody1$advice(...)     the advice, copied in
 * </pre>
 *
 * <p>The annotation stays where it was. The body of an async method is async wherever it is.
 */
final class AdvisedBodies {
    private static final Pattern NAME = Pattern.compile("(.+)_aroundBody[0-9]+(\\$advice)?");

    /** Name and result of the async methods. */
    private final Set<String> async = new HashSet<>();

    /** Those of the methods whose bodies are elsewhere. */
    private final Set<String> moved = new HashSet<>();

    AdvisedBodies(ClassNode owner) {
        for (MethodNode m : owner.methods) {
            if (Methods.isAsync(m)) {
                async.add(m.name + Type.getReturnType(m.desc));
            }
        }
        for (MethodNode m : owner.methods) {
            Matcher name = match(m);
            if (name != null) {
                moved.add(name.group(1) + Type.getReturnType(m.desc));
            }
        }
    }

    /** Whether a method is the body of an async one. */
    boolean isBody(MethodNode m) {
        Matcher name = match(m);
        return name != null && name.group(2) == null && isOfAsync(m, name);
    }

    /** Whether it is an advice of one, which is async only if it awaits. */
    boolean isAdvice(MethodNode m) {
        Matcher name = match(m);
        return name != null && name.group(2) != null && isOfAsync(m, name);
    }

    /**
     * Whether a method only returns the generator that a moved body gives: it stays as it is, as a generator's body
     * returns {@code AsyncGenerator.end()} and nothing else.
     */
    boolean handsGeneratorOn(MethodNode m) {
        if (Kind.of(m.desc) != Kind.GENERATOR || !(isBody(m) || (Methods.isAsync(m) && isMoved(m)))) {
            return false;
        }
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof MethodInsnNode call
                    && (Language.isSuspending(call)
                            || (call.owner.equals(RuntimeNames.GENERATOR) && call.name.equals("end")))) {
                return false;
            }
        }
        return true;
    }

    private boolean isMoved(MethodNode m) {
        return moved.contains(m.name + Type.getReturnType(m.desc));
    }

    private @Nullable Matcher match(MethodNode m) {
        if (async.isEmpty() || (m.access & Opcodes.ACC_STATIC) == 0) {
            return null;
        }
        Matcher name = NAME.matcher(m.name);
        return name.matches() ? name : null;
    }

    private boolean isOfAsync(MethodNode m, Matcher name) {
        return async.contains(name.group(1) + Type.getReturnType(m.desc));
    }
}
