package dev.jacquard.weaver;

import dev.jacquard.weaver.body.BodyWriter;
import dev.jacquard.weaver.body.CoroutineWriter;
import dev.jacquard.weaver.body.Kickoff;
import dev.jacquard.weaver.body.SuspendHelpers;
import dev.jacquard.weaver.check.AsyncCode;
import dev.jacquard.weaver.check.Refuser;
import dev.jacquard.weaver.check.Silencing;
import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.ImplicitClose;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Hierarchy;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import dev.jacquard.weaver.model.WeavingContext;
import dev.jacquard.weaver.select.MethodSelector;
import dev.jacquard.weaver.select.PromptMethods;
import dev.jacquard.weaver.select.TestMethods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The passes over one class, in their order: one try at weaving it.
 *
 * <pre>
 *   class file
 *     │  split     {@link TestMethods}, {@link PromptMethods}: what frameworks call, and what makes the coroutine
 *     │  select    {@link MethodSelector}: which methods are async
 *     │  weave     for each of these:
 *     │              {@link ImplicitClose}     a cancellation out of an implicit close is not suppressed
 *     │              {@link Analysis}          suspension points with types and live variables, and the fields
 *     │              {@link AsyncCode}         warnings, and what javac cannot check
 *     │              {@link BodyWriter}        the direct and the resume body
 *     │              {@link CoroutineWriter}   the coroutine class
 *     │  kickOff   {@link Kickoff}: what is left of the methods themselves
 *     │  refuse    {@link Refuser}: suspension points outside of async methods raise
 *     │  write     {@link TestMethods#hide}: a test's coroutine gets a name of its own; the class file
 *     ▼
 *   woven class and coroutine classes
 * </pre>
 */
final class Passes {
    /** Some method is not weavable as was thought; the verdicts say which, and the class is to be tried again. */
    static final class Again extends Exception {
        private static final long serialVersionUID = 1;

        Again() {
            super(null, null, false, false);
        }
    }

    /** HotSpot does not compile larger methods. */
    private static final int COMPILED_LIMIT = 8_000;

    private final ClassNode node;
    private final byte[] classFile;
    private final Hierarchy hierarchy;
    private final boolean torture;
    private final Verdicts verdicts;
    private final WeavingContext context;

    /** What makes the coroutines of those methods that frameworks call. */
    private List<MethodNode> halves = List.of();

    private final List<Analysis> analyses = new ArrayList<>();
    private final List<MethodNode> bodies = new ArrayList<>();
    private final Map<String, AsyncMethod> ofBody = new HashMap<>();
    private final Map<String, byte[]> coroutines = new LinkedHashMap<>();

    Passes(
            ClassNode node,
            byte[] classFile,
            Hierarchy hierarchy,
            WeaverOptions options,
            boolean torture,
            Verdicts verdicts) {
        this.node = node;
        this.classFile = classFile;
        this.hierarchy = hierarchy;
        this.torture = torture;
        this.verdicts = verdicts;
        this.context = new WeavingContext(node, hierarchy, options);
        context.silence(new Silencing(context)::covers);
    }

    /** Null if nothing is to be done or said. */
    @Nullable
    WovenClass run() throws Again {
        split();
        select();
        for (AsyncMethod method : context.woven.values()) {
            weave(method);
        }
        analyses.forEach(Kickoff::write);
        boolean changed = refuse() || !bodies.isEmpty();
        context.diagnostics.addAll(0, verdicts.refused.values());
        if (changed) {
            return write();
        }
        return context.diagnostics.isEmpty()
                ? null
                : new WovenClass(node.name, classFile, Map.of(), List.of(), context.diagnostics);
    }

    private void split() {
        if (!torture) {
            halves = TestMethods.split(node, hierarchy);
            if (halves.isEmpty()) {
                halves = PromptMethods.split(node);
            }
        }
    }

    private void select() {
        new MethodSelector(context, torture).select();
        verdicts.refused.keySet().forEach(context.woven::remove);
    }

    private void weave(AsyncMethod method) throws Again {
        try {
            if (!torture) {
                ImplicitClose.rewrite(node, method.method);
            }
            Analysis analysis = Analysis.of(context, method);
            AsyncCode.check(context, analysis);
            SuspendHelpers helpers = new SuspendHelpers(analysis);
            writeBodies(analysis, helpers);
            coroutines.put(method.coroutine, new CoroutineWriter(analysis).write(helpers));
            analyses.add(analysis);
        } catch (UnsupportedCodeException e) {
            throw refused(method, e.problem(), e.line(), Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (MethodTooLargeException e) {
            throw refused(method, Problem.TOO_LARGE, 0, "");
        }
    }

    private void writeBodies(Analysis analysis, SuspendHelpers helpers) {
        AsyncMethod method = analysis.target;
        MethodNode direct = BodyWriter.direct(context, analysis, helpers);
        MethodNode resume = BodyWriter.resume(context, analysis, helpers, !verdicts.plain.contains(method.key()));
        if (!torture && size(direct) > COMPILED_LIMIT) {
            context.report(Problem.HUGE_METHOD, method.method, method.line, size(direct) + " bytes");
        }
        if (resume != null) {
            if (size(resume) > COMPILED_LIMIT && verdicts.plain.add(method.key())) {
                resume = Objects.requireNonNull(BodyWriter.resume(context, analysis, helpers, false));
            }
            addBody(method, resume);
        }
        addBody(method, direct); // behind: jdb stops only at the first location of a line
    }

    private void addBody(AsyncMethod method, MethodNode body) {
        bodies.add(body);
        ofBody.put(body.name + body.desc, method);
    }

    /** Whether any method was changed. */
    private boolean refuse() {
        return !torture && new Refuser(context, verdicts.refused).run();
    }

    private WovenClass write() throws Again {
        node.methods.addAll(bodies);
        TestMethods.hide(node, halves);
        if (!torture) {
            mark();
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        try {
            node.accept(writer);
            List<String> methods = new ArrayList<>(context.woven.keySet());
            return new WovenClass(node.name, writer.toByteArray(), coroutines, methods, context.diagnostics);
        } catch (MethodTooLargeException e) {
            AsyncMethod method = ofBody.get(e.getMethodName() + e.getDescriptor());
            if (method == null) {
                throw e;
            }
            throw verdicts.plain.add(method.key()) ? new Again() : refused(method, Problem.TOO_LARGE, 0, "");
        }
    }

    private Again refused(AsyncMethod method, Problem problem, int line, String detail) {
        int at = line > 0 ? line : method.line;
        verdicts.refused.put(method.key(), context.report(problem, method.method, at, detail));
        return new Again();
    }

    /** So that it is not woven again. */
    private void mark() {
        AnnotationNode a = new AnnotationNode(RuntimeNames.WOVEN_CLASS);
        a.values = new ArrayList<>(List.of("abi", RuntimeNames.ABI));
        if (node.visibleAnnotations == null) {
            node.visibleAnnotations = new ArrayList<>();
        }
        node.visibleAnnotations.add(a);
    }

    private static int size(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        method.accept(evaluator);
        return evaluator.getMaxSize();
    }
}
