package dev.jacquard.weaver.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods of a class are the bodies of lambdas, and what is known of these; {@code LambdaFinder} finds out. */
public final class Lambdas {
    public final Set<String> bodies = new HashSet<>();

    /** Those of our functional interfaces. */
    public final Set<String> lazy = new HashSet<>();

    /** In which method each is made. */
    public final Map<String, MethodNode> makers = new HashMap<>();

    /** What to do about an await in them, of those that cannot suspend and have one. */
    public final Map<String, String> waysOut = new HashMap<>();

    /** For which interfaces functions are made of a method, also by method references. */
    public final Map<String, Set<String>> functions = new HashMap<>();

    /** Whether a method is the body of a lambda. */
    public boolean isBody(MethodNode m) {
        return bodies.contains(m.name + m.desc)
                || ((m.access & Opcodes.ACC_SYNTHETIC) != 0 && m.name.startsWith("lambda$"));
    }

    /** Whether it is that of a lambda which starts only when it is awaited, as async methods do. */
    public boolean isLazy(MethodNode m) {
        return lazy.contains(m.name + m.desc);
    }

    /** The method in which a lambda stands, or null if it is none. */
    @Nullable
    public MethodNode maker(MethodNode m) {
        return makers.get(m.name + m.desc);
    }

    /** What to do about an await in it, or null if nothing special is known. */
    @Nullable
    public String wayOut(MethodNode m) {
        return waysOut.get(m.name + m.desc);
    }

    /** Whether a function of such an interface is made of a method. */
    public boolean isFunction(MethodNode m, Predicate<String> type) {
        return functions.getOrDefault(m.name + m.desc, Set.of()).stream().anyMatch(type);
    }

    /** Whether the class as a whole is a closure of Groovy's. */
    public static boolean isClosure(ClassNode owner) {
        return "groovy/lang/Closure".equals(owner.superName);
    }
}
