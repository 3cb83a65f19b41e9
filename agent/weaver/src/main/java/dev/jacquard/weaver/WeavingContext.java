package dev.jacquard.weaver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What the passes over one class share. */
final class WeavingContext {
    final ClassNode owner;
    final Hierarchy hierarchy;
    final WeaverOptions options;
    final Map<String, AsyncMethod> woven = new LinkedHashMap<>();

    /** Lambdas that are given to Mockito, {@link MockCalls}: name and descriptor. */
    final Set<String> verified = new HashSet<>();

    final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Silencing silencing;

    WeavingContext(ClassNode owner, Hierarchy hierarchy, WeaverOptions options) {
        this.owner = owner;
        this.hierarchy = hierarchy;
        this.options = options;
        this.silencing = new Silencing(this);
    }

    Diagnostic report(Problem problem, MethodNode method, int line, String detail) {
        Diagnostic d =
                new Diagnostic(
                        problem,
                        owner.name.replace('/', '.'),
                        method.name,
                        owner.sourceFile,
                        line,
                        detail);
        if (!diagnostics.contains(d) && (problem.isError() || !silencing.covers(problem, method))) {
            diagnostics.add(d);
        }
        return d;
    }

    boolean isFinalClass() {
        return (owner.access & Opcodes.ACC_FINAL) != 0;
    }
}
