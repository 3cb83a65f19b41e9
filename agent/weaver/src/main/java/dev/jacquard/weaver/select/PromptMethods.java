package dev.jacquard.weaver.select;

import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Splits what JShell makes of a snippet, so that one can await at its prompt.
 *
 * <pre>
 *   int x = await(f());       static int do_it$Aux() { return (int) Prompt.run(do_it$Aux$async()); }
 *                       ──▶   {@literal @}Async synthetic
 *                             static Coroutine do_it$Aux$async() { return Coroutine.of(await(f())); }
 * </pre>
 *
 * <p>A snippet that calls {@code run} itself stays as it is: it has a loop of its own.
 */
public final class PromptMethods {
    private static final String CLASS = "REPL/$JShell$";
    private static final String METHOD = "do_it$";

    private PromptMethods() {}

    /**
     * Splits those of a class.
     *
     * @return the halves that make coroutines, for {@link TestMethods#hide}
     */
    public static List<MethodNode> split(ClassNode owner) {
        if (!owner.name.startsWith(CLASS)) {
            return List.of();
        }
        List<MethodNode> halves = new ArrayList<>();
        for (MethodNode m : owner.methods) {
            if (m.name.startsWith(METHOD) && m.desc.startsWith("()") && isOfLoop(m)) {
                halves.add(m);
            }
        }
        halves.forEach(m -> owner.methods.add(split(owner, m)));
        return halves;
    }

    /** Whether it is for a loop: it calls something of ours, but runs no loop itself. */
    private static boolean isOfLoop(MethodNode m) {
        boolean ours = false;
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof MethodInsnNode call && call.owner.startsWith(RuntimeNames.PREFIX)) {
                if (call.name.equals("run")
                        && (call.owner.equals(RuntimeNames.ASYNCIO) || call.owner.equals(RuntimeNames.RUNNER))) {
                    return false;
                }
                ours = true;
            }
        }
        return ours;
    }

    /** Makes the method the coroutine's, and gives the one that JShell calls. */
    private static MethodNode split(ClassNode owner, MethodNode m) {
        Type result = Type.getReturnType(m.desc);
        MethodNode entry = new MethodNode(
                Opcodes.ASM9, m.access, m.name, m.desc, m.signature, m.exceptions.toArray(new String[0]));
        m.access |= Opcodes.ACC_SYNTHETIC;
        m.desc = "()L" + RuntimeNames.COROUTINE + ";";
        m.signature = null;
        m.visibleAnnotations = new ArrayList<>(List.of(new AnnotationNode(RuntimeNames.ASYNC)));
        returnCoroutine(m, result);
        entry.visitCode();
        entry.visitMethodInsn(Opcodes.INVOKESTATIC, owner.name, m.name, m.desc, false);
        RuntimeNames.RUN_SNIPPET.write(entry);
        if (result.getSort() == Type.VOID) {
            entry.visitInsn(Opcodes.POP);
        } else {
            Insns.unbox(entry, result);
        }
        entry.visitInsn(result.getOpcode(Opcodes.IRETURN));
        entry.visitMaxs(2, 0);
        return entry;
    }

    private static void returnCoroutine(MethodNode m, Type result) {
        int returns = result.getOpcode(Opcodes.IRETURN);
        for (AbstractInsnNode n : m.instructions.toArray()) {
            if (n.getOpcode() == returns) {
                MethodNode made = new MethodNode(Opcodes.ASM9);
                Insns.box(made, result); // null for void
                RuntimeNames.COROUTINE_OF.write(made);
                m.instructions.insertBefore(n, made.instructions);
                m.instructions.set(n, new InsnNode(Opcodes.ARETURN));
            }
        }
        m.maxStack += 2;
    }
}
