package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which warnings are not wanted: by option, or by {@code @SuppressWeaverWarnings} on the method, on the method around a
 * lambda or a local class, on the class, or on a class around it.
 *
 * <p>Asked only when there is something to warn of, so it may read class files.
 */
public final class Silencing {
    private static final int MAX_NESTING = 20;

    private final WeavingContext context;
    private final Set<MethodNode> checked = new HashSet<>();
    private @Nullable List<AnnotationNode> ofClasses;

    public Silencing(WeavingContext context) {
        this.context = context;
    }

    public boolean covers(Problem problem, MethodNode method) {
        if (context.options.silenced().contains(problem)) {
            return true;
        }
        for (MethodNode m : around(context, method)) {
            AnnotationNode a = annotation(m.invisibleAnnotations);
            if (a != null) {
                if (names(a, problem)) {
                    return true;
                }
                check(m, a);
            }
        }
        for (AnnotationNode a : ofClasses()) {
            if (names(a, problem)) {
                return true;
            }
        }
        return false;
    }

    /** The method, and for a lambda the method in which it stands, and so on. */
    private static Set<MethodNode> around(WeavingContext context, MethodNode method) {
        Set<MethodNode> all = new LinkedHashSet<>();
        for (MethodNode m = method;
                m != null && all.add(m);
                m = context.lambdas().maker(m)) {}
        return all;
    }

    /** The annotations of the class and of what is around it. */
    private List<AnnotationNode> ofClasses() {
        List<AnnotationNode> found = ofClasses;
        if (found == null) {
            found = new ArrayList<>();
            ClassNode node = context.owner;
            for (int k = 0; node != null && k < MAX_NESTING; k++) {
                AnnotationNode a = annotation(node.invisibleAnnotations);
                if (a != null) {
                    found.add(a);
                }
                node = around(node, found);
            }
            ofClasses = found;
        }
        return found;
    }

    private @Nullable ClassNode around(ClassNode node, List<AnnotationNode> found) {
        String outer = node.outerClass;
        for (InnerClassNode i : node.innerClasses) {
            if (i.name.equals(node.name) && i.outerName != null) {
                outer = i.outerName;
            }
        }
        ClassReader reader = outer == null ? null : context.hierarchy.read(outer);
        if (reader == null) {
            return null;
        }
        ClassNode around = new ClassNode();
        reader.accept(around, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        for (MethodNode m : around.methods) {
            if (m.name.equals(node.outerMethod) && m.desc.equals(node.outerMethodDesc)) {
                AnnotationNode a = annotation(m.invisibleAnnotations);
                if (a != null) {
                    found.add(a);
                }
            }
        }
        return around;
    }

    private static @Nullable AnnotationNode annotation(@Nullable List<AnnotationNode> all) {
        if (all != null) {
            for (AnnotationNode a : all) {
                if (a.desc.equals(RuntimeNames.SUPPRESS)) {
                    return a;
                }
            }
        }
        return null;
    }

    private static boolean names(AnnotationNode annotation, Problem problem) {
        List<?> codes = codes(annotation);
        return codes.isEmpty() || codes.contains(problem.code());
    }

    private static List<?> codes(AnnotationNode annotation) {
        return annotation.values == null ? List.of() : (List<?>) annotation.values.get(1);
    }

    /** Says so if the annotation on a method, which has silenced nothing, has a code that is none. */
    private void check(MethodNode m, AnnotationNode annotation) {
        if (!checked.add(m)) {
            return;
        }
        for (Object code : codes(annotation)) {
            if (Problem.warning((String) code) == null) {
                context.report(Problem.UNKNOWN_CODE, m, Methods.firstLine(m), code + "");
            }
        }
    }
}
