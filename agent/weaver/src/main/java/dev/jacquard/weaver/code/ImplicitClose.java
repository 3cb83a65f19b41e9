package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.RuntimeNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Lets a cancellation win that comes out of an implicit close. Where a compiler adds what the close has thrown to the
 * exception of the body, as a suppressed one, {@code Woven.suppress} is called instead, and the one of the two that it
 * gives is thrown.
 *
 * <pre>
 *   javac: catch (Throwable t) {                ecj: any {
 *            try { r.close(); }                        if (first == null) first = caught;
 *            catch (Throwable x) {                     else if (first != caught)
 *              t = suppress(t, x);                       first = suppress(first, caught);
 *            }                                         (closes the next resource)
 *            throw t;                                  throw first;
 *          }                                         }
 * </pre>
 *
 * <p>The variables of a compiler have no name; where they have, the user has written this, and means it. In a class
 * without names the first exception has to be thrown behind the call.
 */
public final class ImplicitClose {
    private static final RuntimeNames.Member SUPPRESSION = RuntimeNames.SUPPRESSED_UNWOVEN;
    private static final String THROWABLE = "java/lang/Throwable";
    private static final int MAX_STEPS = 60;

    private final MethodNode method;
    private final boolean hasNames;

    private ImplicitClose(ClassNode owner, MethodNode method) {
        this.method = method;
        this.hasNames = owner.methods.stream().anyMatch(m -> m.localVariables != null && !m.localVariables.isEmpty());
    }

    /** Rewrites what a method's implicit closes do with their exceptions. */
    public static void rewrite(ClassNode owner, MethodNode method) {
        ImplicitClose pass = null;
        for (AbstractInsnNode n : method.instructions.toArray()) {
            if (n instanceof MethodInsnNode m && isSuppression(m)) {
                if (pass == null) {
                    pass = new ImplicitClose(owner, method);
                }
                pass.call(m);
            }
        }
    }

    private static boolean isSuppression(MethodInsnNode m) {
        return m.getOpcode() == Opcodes.INVOKEVIRTUAL
                && m.owner.equals(THROWABLE)
                && m.name.equals("addSuppressed")
                && m.desc.equals("(Ljava/lang/Throwable;)V");
    }

    /** Whether this is the call that stands for it; a body passes its driver, too. */
    public static boolean isCall(AbstractInsnNode n) {
        return n instanceof MethodInsnNode m
                && m.owner.equals(SUPPRESSION.owner())
                && m.name.equals(SUPPRESSION.name());
    }

    private void call(MethodInsnNode suppression) {
        VarInsnNode later = load(suppression);
        VarInsnNode first = later == null ? null : load(later);
        if (first == null
                || later == null
                || !(hasNames
                        ? isUnnamed(first, suppression) && isUnnamed(later, suppression)
                        : isThrown(first.var, suppression))
                || !staysThrowable(first.var, suppression)) {
            return;
        }
        InsnList in = new InsnList();
        in.add(Insns.node(SUPPRESSION));
        in.add(new VarInsnNode(Opcodes.ASTORE, first.var));
        method.instructions.insert(suppression, in);
        method.instructions.remove(suppression);
    }

    /** The load of a variable right before an instruction. */
    private static @Nullable VarInsnNode load(AbstractInsnNode behind) {
        AbstractInsnNode n = behind.getPrevious();
        while (n != null && n.getOpcode() < 0 && !(n instanceof FrameNode)) {
            n = n.getPrevious();
        }
        return n instanceof VarInsnNode v && v.getOpcode() == Opcodes.ALOAD ? v : null;
    }

    private boolean isUnnamed(VarInsnNode load, AbstractInsnNode at) {
        if (method.localVariables != null) {
            int here = method.instructions.indexOf(at);
            for (LocalVariableNode v : method.localVariables) {
                if (v.index == load.var
                        && method.instructions.indexOf(v.start) <= here
                        && here < method.instructions.indexOf(v.end)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the variable is thrown behind, whatever closes and other agents' code lie between. */
    private static boolean isThrown(int variable, AbstractInsnNode from) {
        AbstractInsnNode n = from.getNext();
        for (int steps = 0; n != null && steps < MAX_STEPS; steps++) {
            int op = n.getOpcode();
            if (op == Opcodes.ATHROW) {
                VarInsnNode thrown = load(n);
                return thrown != null && thrown.var == variable;
            }
            if (op == Opcodes.GOTO) {
                n = ((JumpInsnNode) n).label;
            } else if (op >= 0 && !Effects.fallsThrough(n)) {
                return false;
            } else {
                n = n.getNext();
            }
        }
        return false;
    }

    /** Whether the next frame, if there is one, has the variable as what is stored into it. */
    private static boolean staysThrowable(int variable, AbstractInsnNode from) {
        AbstractInsnNode n = from.getNext();
        while (n != null && !(n instanceof FrameNode) && n.getOpcode() != Opcodes.ATHROW) {
            n = n instanceof JumpInsnNode j && n.getOpcode() == Opcodes.GOTO ? j.label : n.getNext();
        }
        return !(n instanceof FrameNode frame) || THROWABLE.equals(type(frame.local, variable));
    }

    private static @Nullable Object type(List<Object> locals, int variable) {
        int slot = 0;
        for (Object type : locals) {
            if (slot == variable) {
                return type;
            }
            slot += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
        }
        return null;
    }
}
