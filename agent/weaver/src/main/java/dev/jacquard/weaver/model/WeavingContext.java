package dev.jacquard.weaver.model;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.WeaverOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What the passes over one class share. */
public final class WeavingContext {
    public final ClassNode owner;
    public final Hierarchy hierarchy;
    public final WeaverOptions options;
    public final Map<String, AsyncMethod> woven = new LinkedHashMap<>();

    private Lambdas lambdas = new Lambdas();
    public final List<Diagnostic> diagnostics = new ArrayList<>();
    private BiPredicate<Problem, MethodNode> silenced = (problem, method) -> false;

    public WeavingContext(ClassNode owner, Hierarchy hierarchy, WeaverOptions options) {
        this.owner = owner;
        this.hierarchy = hierarchy;
        this.options = options;
    }

    /** The lambdas of the class; none until the selector has looked. */
    public Lambdas lambdas() {
        return lambdas;
    }

    /** Tells what the selector has found. */
    public void setLambdas(Lambdas lambdas) {
        this.lambdas = lambdas;
    }

    /** Sets what tells which warnings of a method are not wanted. */
    public void silence(BiPredicate<Problem, MethodNode> silenced) {
        this.silenced = silenced;
    }

    public Diagnostic report(Problem problem, MethodNode method, int line, String detail) {
        Diagnostic d =
                new Diagnostic(problem, owner.name.replace('/', '.'), method.name, owner.sourceFile, line, detail);
        if (!diagnostics.contains(d) && (problem.isError() || !silenced.test(problem, method))) {
            diagnostics.add(d);
        }
        return d;
    }

    /**
     * Whether a type is the target or below it, for a call that suspends if it is; says so if a class file is missing
     * to tell.
     */
    public boolean isSubtype(String type, String target, MethodNode method, int line, MethodInsnNode call) {
        if (hierarchy.isSubtype(type, target)) {
            return true;
        }
        String missing = hierarchy.missing(type, target);
        if (missing != null) {
            reportMissing(missing, type, method, line, "the call of " + call.name + "()");
        }
        return false;
    }

    /**
     * Says which class file is missing, and what for.
     *
     * @param type the type in question, which is the missing one or below it
     */
    public void reportMissing(String missing, String type, MethodNode method, int line, String what) {
        report(
                Problem.MISSING_CLASS,
                method,
                line,
                missing.replace('/', '.')
                        + (missing.equals(type) ? "" : ", above " + type.replace('/', '.'))
                        + ", for "
                        + what);
    }

    public boolean isFinalClass() {
        return (owner.access & Opcodes.ACC_FINAL) != 0;
    }
}
