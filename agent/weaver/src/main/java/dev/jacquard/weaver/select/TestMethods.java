package dev.jacquard.weaver.select;

import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.model.Hierarchy;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Splits test methods in two, as JUnit, TestNG and jqwik call only methods that return nothing.
 *
 * <pre>
 *   {@literal @}AsyncTest                              {@literal @}AsyncTest
 *   void pays() {                           void pays() { WovenTests.run(this.pays$async()); }
 *       await(shop.pay());          ──▶
 *   }                                       {@literal @}Async synthetic
 *                                           Coroutine pays$async() { await(shop.pay()); return Coroutine.done(); }
 * </pre>
 *
 * <p>A method that returns {@code Coroutine} in the source is split likewise, so that it is found at all. The passes
 * see both under the test's name, so that bodies, traces and messages bear it; {@link #hide} renames what makes the
 * coroutine in the end: whoever looks a test up by name and parameters finds one method, the one to be called.
 *
 * <p>Test methods are those with {@code @AsyncTest}, and those with {@code @Async} and an annotation of JUnit, TestNG,
 * jqwik or the test kit; also by way of annotations that are annotated with these ({@link MetaAnnotations}). TestNG's
 * {@code @Test} at the class stands for its public methods.
 */
public final class TestMethods {
    private static final String HIDDEN = "$async";

    private static final String FOR_PUBLIC_METHODS = "Lorg/testng/annotations/Test;";

    private TestMethods() {}

    /**
     * Splits those of a class.
     *
     * @return the halves that make coroutines, for {@link #hide}
     */
    public static List<MethodNode> split(ClassNode owner, Hierarchy hierarchy) {
        List<MethodNode> entries = new ArrayList<>();
        List<MethodNode> hidden = new ArrayList<>();
        MetaAnnotations metas = null;
        for (MethodNode m : owner.methods) {
            if (!canBeTest(m)) {
                continue;
            }
            if (metas == null) {
                metas = new MetaAnnotations(hierarchy);
            }
            if (isTest(owner, m, metas)) {
                entries.add(split(owner, m));
                hidden.add(m);
            }
        }
        owner.methods.addAll(entries);
        return hidden;
    }

    /** Gives the halves that make coroutines their own name, and the class's calls of them. */
    public static void hide(ClassNode owner, List<MethodNode> halves) {
        Set<String> keys = new HashSet<>();
        for (MethodNode m : halves) {
            keys.add(m.name + m.desc);
            m.name += HIDDEN;
        }
        for (MethodNode m : owner.methods) {
            for (AbstractInsnNode n : m.instructions) {
                if (n instanceof MethodInsnNode call
                        && call.owner.equals(owner.name)
                        && keys.contains(call.name + call.desc)) {
                    call.name += HIDDEN;
                } else if (n instanceof InvokeDynamicInsnNode indy) {
                    hide(owner, keys, indy.bsmArgs);
                }
            }
        }
    }

    /** Method references. */
    private static void hide(ClassNode owner, Set<String> keys, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Handle h
                    && h.getOwner().equals(owner.name)
                    && keys.contains(h.getName() + h.getDesc())) {
                arguments[i] = new Handle(h.getTag(), h.getOwner(), h.getName() + HIDDEN, h.getDesc(), h.isInterface());
            }
        }
    }

    private static boolean canBeTest(MethodNode m) {
        int never = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_BRIDGE;
        return (m.access & never) == 0
                && m.visibleAnnotations != null
                && (m.desc.endsWith(")V") || Kind.of(m.desc) == Kind.COROUTINE);
    }

    private static boolean isTest(ClassNode owner, MethodNode m, MetaAnnotations metas) {
        boolean async = false;
        boolean framework = m.desc.endsWith(")V") && isOneByClass(owner, m);
        for (AnnotationNode a : m.visibleAnnotations) {
            for (String desc : metas.with(a.desc)) {
                if (desc.equals(RuntimeNames.ASYNC_TEST)) {
                    return true;
                }
                async |= desc.equals(RuntimeNames.ASYNC);
                framework |= MetaAnnotations.isFrameworks(desc);
            }
        }
        return async && framework && metas.seesTestKit(); // or there is nobody to run it
    }

    private static boolean isOneByClass(ClassNode owner, MethodNode m) {
        return (m.access & Opcodes.ACC_PUBLIC) != 0
                && owner.visibleAnnotations != null
                && owner.visibleAnnotations.stream().anyMatch(a -> a.desc.equals(FOR_PUBLIC_METHODS));
    }

    /** Makes the method the coroutine's, and gives the one that the framework calls. */
    private static MethodNode split(ClassNode owner, MethodNode m) {
        Type[] arguments = Type.getArgumentTypes(m.desc);
        boolean isVoid = m.desc.endsWith(")V");
        MethodNode entry = new MethodNode(
                Opcodes.ASM9,
                m.access,
                m.name,
                Type.getMethodDescriptor(Type.VOID_TYPE, arguments),
                isVoid ? m.signature : null,
                m.exceptions.toArray(new String[0]));
        entry.visibleAnnotations = new ArrayList<>(m.visibleAnnotations);
        entry.visibleAnnotations.removeIf(a -> a.desc.equals(RuntimeNames.ASYNC));
        entry.invisibleAnnotations = m.invisibleAnnotations;
        entry.visibleParameterAnnotations = m.visibleParameterAnnotations;
        entry.invisibleParameterAnnotations = m.invisibleParameterAnnotations;
        entry.visibleAnnotableParameterCount = m.visibleAnnotableParameterCount;
        entry.invisibleAnnotableParameterCount = m.invisibleAnnotableParameterCount;
        entry.parameters = m.parameters;

        int line = Methods.firstLine(m);
        m.access |= Opcodes.ACC_SYNTHETIC;
        m.desc = Type.getMethodDescriptor(Type.getObjectType(RuntimeNames.COROUTINE), arguments);
        m.visibleAnnotations = silencing(m.visibleAnnotations);
        m.visibleAnnotations.add(new AnnotationNode(RuntimeNames.ASYNC));
        m.invisibleAnnotations = silencing(m.invisibleAnnotations);
        m.visibleParameterAnnotations = null;
        m.invisibleParameterAnnotations = null;
        if (isVoid) {
            m.signature = null;
            returnDone(m);
        }
        call(owner, m, entry, arguments, line);
        return entry;
    }

    private static List<AnnotationNode> silencing(@Nullable List<AnnotationNode> annotations) {
        List<AnnotationNode> kept = new ArrayList<>();
        if (annotations != null) {
            kept.addAll(annotations);
            kept.removeIf(a -> !a.desc.equals(RuntimeNames.SUPPRESS));
        }
        return kept;
    }

    private static void returnDone(MethodNode m) {
        for (AbstractInsnNode n : m.instructions.toArray()) {
            if (n.getOpcode() == Opcodes.RETURN) {
                m.instructions.insertBefore(n, Insns.node(RuntimeNames.COROUTINE_DONE));
                m.instructions.set(n, new InsnNode(Opcodes.ARETURN));
            }
        }
        m.maxStack++;
    }

    private static void call(ClassNode owner, MethodNode m, MethodNode entry, Type[] arguments, int line) {
        boolean isStatic = (m.access & Opcodes.ACC_STATIC) != 0;
        boolean isPrivate = (m.access & Opcodes.ACC_PRIVATE) != 0;
        boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        entry.visitCode();
        Label start = new Label();
        entry.visitLabel(start);
        Insns.line(entry, line);
        int slot = 0;
        if (!isStatic) {
            entry.visitVarInsn(Opcodes.ALOAD, slot++);
        }
        for (Type t : arguments) {
            entry.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
        entry.visitMethodInsn(
                isStatic
                        ? Opcodes.INVOKESTATIC
                        : isPrivate
                                ? Opcodes.INVOKESPECIAL
                                : isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
                owner.name,
                m.name,
                m.desc,
                isInterface);
        RuntimeNames.RUN_TEST.write(entry);
        entry.visitInsn(Opcodes.RETURN);
        Label end = new Label();
        entry.visitLabel(end);
        names(owner, m, entry, start, end, arguments, isStatic);
        entry.visitMaxs(slot + 1, slot);
    }

    /** The parameters keep their names: JUnit's display names and debuggers show them. */
    private static void names(
            ClassNode owner,
            MethodNode m,
            MethodNode entry,
            Label start,
            Label end,
            Type[] arguments,
            boolean isStatic) {
        int slot = 0;
        if (!isStatic) {
            entry.visitLocalVariable("this", "L" + owner.name + ";", null, start, end, slot++);
        }
        for (Type t : arguments) {
            @Nullable String name = nameAt(m, slot);
            if (name != null) {
                entry.visitLocalVariable(name, t.getDescriptor(), null, start, end, slot);
            }
            slot += t.getSize();
        }
    }

    private static @Nullable String nameAt(MethodNode m, int slot) {
        if (m.localVariables != null) {
            for (var v : m.localVariables) {
                if (v.index == slot && m.instructions.indexOf(v.start) <= 1) {
                    return v.name;
                }
            }
        }
        return null;
    }
}
