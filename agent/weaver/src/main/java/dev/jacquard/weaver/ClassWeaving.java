package dev.jacquard.weaver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Weaves one class, in these passes.
 *
 * <ol>
 *   <li>{@link TestMethods}: test methods are split into a coroutine's and what JUnit calls.
 *   <li>{@link MethodSelector}: which methods are async.
 *   <li>{@link Analysis}: for each, its suspension points with types and live variables, and the
 *       fields; {@link NewNormaliser} moves constructor calls behind awaits in their arguments.
 *   <li>{@link BodyWriter}: the direct and the resume body.
 *   <li>{@link CoroutineWriter}, {@link SuspendHelpers}: the coroutine class.
 *   <li>{@link #kickoff}: what is left of the method itself.
 *   <li>{@link Refuser}: suspension points outside of async methods raise.
 * </ol>
 *
 * <p>A method that turns out not to be weavable is reported, and the class is woven again without
 * it.
 */
final class ClassWeaving {
    private static final int COMPILED_LIMIT = 8_000;

    private final byte[] classFile;
    private final Hierarchy hierarchy;
    private final WeaverOptions options;
    private final boolean torture;

    /** Methods that are refused, with the diagnostic. */
    private final Map<String, Diagnostic> refused = new LinkedHashMap<>();

    /** Methods whose loops are not copied, since the bodies would be too large. */
    private final Set<String> plain = new HashSet<>();

    ClassWeaving(byte[] classFile, Hierarchy hierarchy, WeaverOptions options, boolean torture) {
        this.classFile = classFile;
        this.hierarchy = hierarchy;
        this.options = options;
        this.torture = torture;
    }

    @Nullable WovenClass weave() {
        ClassReader reader = new ClassReader(classFile);
        hierarchy.know(reader);
        for (; ; ) {
            ClassNode node = new ClassNode(Opcodes.ASM9);
            reader.accept(node, ClassReader.EXPAND_FRAMES);
            if (isWoven(node)) {
                return null;
            }
            if (!torture) {
                TestMethods.split(node, hierarchy);
            }
            WeavingContext context = new WeavingContext(node, hierarchy, options);
            WovenClass woven = attempt(context);
            if (woven != null || !retry) {
                return woven;
            }
        }
    }

    private boolean retry;

    private static boolean isWoven(ClassNode node) {
        if (node.visibleAnnotations != null) {
            for (AnnotationNode a : node.visibleAnnotations) {
                if (a.desc.equals(RuntimeNames.WOVEN_CLASS)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One try; null with {@link #retry} set if some method was found not to be weavable. */
    private @Nullable WovenClass attempt(WeavingContext context) {
        retry = false;
        ClassNode node = context.owner;
        new MethodSelector(context, torture).select();
        refused.keySet().forEach(context.woven::remove);
        Map<String, byte[]> coroutines = new LinkedHashMap<>();
        List<MethodNode> bodies = new ArrayList<>();
        Map<String, String> bodyOf = new HashMap<>();
        List<Runnable> kickoffs = new ArrayList<>();
        if (!context.woven.isEmpty()) {
            SerialVersion.keep(context, classFile);
        }
        for (AsyncMethod target : context.woven.values()) {
            try {
                Analysis analysis = Analysis.of(context, target);
                EmitTypes.check(context, analysis);
                SuspendHelpers helpers = new SuspendHelpers(analysis);
                MethodNode direct = BodyWriter.direct(context, analysis, helpers);
                MethodNode resume =
                        BodyWriter.resume(
                                context, analysis, helpers, !plain.contains(target.key()));
                int line = firstLine(target.method);
                warnOfSize(context, target, direct, line);
                bodies.add(direct);
                bodyOf.put(direct.name + direct.desc, target.key());
                if (resume != null) {
                    if (size(resume) > COMPILED_LIMIT && plain.add(target.key())) {
                        resume =
                                Objects.requireNonNull(
                                        BodyWriter.resume(context, analysis, helpers, false));
                    }
                    bodies.add(resume);
                    bodyOf.put(resume.name + resume.desc, target.key());
                }
                coroutines.put(
                        target.coroutine, new CoroutineWriter(analysis, line).write(helpers));
                kickoffs.add(() -> kickoff(target, line));
            } catch (UnsupportedCodeException e) {
                refuse(context, target, e.problem(), e.line(), e.getMessage());
                return null;
            } catch (MethodTooLargeException e) {
                refuse(context, target, Problem.TOO_LARGE, 0, "");
                return null;
            }
        }
        kickoffs.forEach(Runnable::run);
        boolean changed =
                torture
                        ? !bodies.isEmpty()
                        : new Refuser(context, refused).run() || !bodies.isEmpty();
        context.diagnostics.addAll(0, refused.values());
        if (!changed) {
            return context.diagnostics.isEmpty()
                    ? null
                    : new WovenClass(
                            node.name, classFile, Map.of(), List.of(), context.diagnostics);
        }
        node.methods.addAll(bodies);
        if (!torture) {
            mark(node);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        try {
            node.accept(writer);
            byte[] bytes = writer.toByteArray();
            return new WovenClass(
                    node.name,
                    bytes,
                    coroutines,
                    new ArrayList<>(context.woven.keySet()),
                    context.diagnostics);
        } catch (MethodTooLargeException e) {
            String key = bodyOf.get(e.getMethodName() + e.getDescriptor());
            AsyncMethod target = key == null ? null : context.woven.get(key);
            if (target == null) {
                throw e;
            }
            if (!plain.add(key)) {
                refuse(context, target, Problem.TOO_LARGE, 0, "");
            }
            retry = true;
            return null;
        }
    }

    private void refuse(
            WeavingContext context,
            AsyncMethod target,
            Problem problem,
            int line,
            @Nullable String detail) {
        refused.put(
                target.key(),
                context.report(
                        problem,
                        target.method,
                        line > 0 ? line : firstLine(target.method),
                        detail == null ? "" : detail));
        retry = true;
    }

    private static void mark(ClassNode node) {
        AnnotationNode a = new AnnotationNode(RuntimeNames.WOVEN_CLASS);
        a.values = new ArrayList<>(List.of("abi", RuntimeNames.ABI));
        if (node.visibleAnnotations == null) {
            node.visibleAnnotations = new ArrayList<>();
        }
        node.visibleAnnotations.add(a);
    }

    private void warnOfSize(WeavingContext context, AsyncMethod target, MethodNode body, int line) {
        if (!torture && size(body) > COMPILED_LIMIT) {
            context.report(Problem.HUGE_METHOD, target.method, line, size(body) + " bytes");
        }
    }

    private static int size(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        method.accept(evaluator);
        return evaluator.getMaxSize();
    }

    static int firstLine(MethodNode method) {
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof LineNumberNode l) {
                return l.line;
            }
        }
        return 0;
    }

    /** What stays of the method: it makes the coroutine. */
    private static void kickoff(AsyncMethod target, int line) {
        MethodNode m = target.method;
        m.instructions.clear();
        m.tryCatchBlocks.clear();
        m.localVariables = null;
        m.visibleLocalVariableAnnotations = null;
        m.invisibleLocalVariableAnnotations = null;
        Label start = new Label();
        m.visitLabel(start);
        Insns.line(m, line);
        m.visitTypeInsn(Opcodes.NEW, target.coroutine);
        m.visitInsn(Opcodes.DUP);
        boolean takes = target.constructorTakesArguments();
        if (!takes) {
            m.visitMethodInsn(Opcodes.INVOKESPECIAL, target.coroutine, "<init>", "()V", false);
        }
        int slot = 0;
        if (!target.isStatic) {
            argument(
                    m,
                    target,
                    takes,
                    Opcodes.ALOAD,
                    slot++,
                    FieldPlan.SELF,
                    "L" + target.owner.name + ";");
        }
        for (int k = 0; k < target.arguments.length; k++) {
            Type t = target.arguments[k];
            FieldPlan.Field f = target.argumentFields[k];
            argument(m, target, takes, t.getOpcode(Opcodes.ILOAD), slot, f.name, f.descriptor);
            slot += t.getSize();
        }
        if (takes) {
            m.visitMethodInsn(
                    Opcodes.INVOKESPECIAL,
                    target.coroutine,
                    "<init>",
                    target.constructorDescriptor(),
                    false);
        }
        switch (target.kind) {
            case COROUTINE -> {}
            case GENERATOR -> handOut(m, "generator", RuntimeNames.GENERATOR);
            case FUTURE -> handOut(m, "stage", RuntimeNames.FUTURE);
            case STAGE -> handOut(m, "stage", RuntimeNames.STAGE);
            case TORTURE -> {
                m.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        Torture.HOOK,
                        "drive",
                        "(L" + Torture.FRAME + ";)Ljava/lang/Object;",
                        false);
                Type result = Type.getReturnType(m.desc);
                Insns.unbox(m, result);
                m.visitInsn(result.getOpcode(Opcodes.IRETURN));
            }
        }
        if (target.kind != Kind.TORTURE) {
            m.visitInsn(Opcodes.ARETURN);
        }
        Label end = new Label();
        m.visitLabel(end);
        m.localVariables = new ArrayList<>();
        slot = 0;
        if (!target.isStatic) {
            m.visitLocalVariable("this", "L" + target.owner.name + ";", null, start, end, slot++);
        }
        for (int k = 0; k < target.arguments.length; k++) {
            String name = target.argumentNames[k];
            if (name != null) {
                m.visitLocalVariable(
                        name, target.arguments[k].getDescriptor(), null, start, end, slot);
            }
            slot += target.arguments[k].getSize();
        }
        m.visitMaxs(0, 0);
    }

    private static void argument(
            MethodNode m,
            AsyncMethod target,
            boolean takes,
            int load,
            int slot,
            String field,
            String desc) {
        if (!takes) {
            m.visitInsn(Opcodes.DUP);
        }
        m.visitVarInsn(load, slot);
        if (!takes) {
            m.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, field, desc);
        }
    }

    private static void handOut(MethodNode m, String door, String type) {
        Insns.callWoven(m, door, "(L" + RuntimeNames.FRAME + ";)Ljava/lang/Object;");
        m.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
}
