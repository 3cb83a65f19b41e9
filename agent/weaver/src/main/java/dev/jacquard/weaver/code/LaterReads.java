package dev.jacquard.weaver.code;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Whether what was stored in a local variable can be read from there on: along any jump, and in any handler that covers
 * an instruction on the way. Another store ends a path.
 *
 * <p>{@link Liveness} answers it for all variables of a method that is woven; this is asked of few variables, in any
 * method, and nearly always finds a read a few instructions later.
 */
public final class LaterReads {
    private final MethodNode m;
    private final int local;
    private final BitSet seen = new BitSet();
    private final Deque<AbstractInsnNode> paths = new ArrayDeque<>();

    private LaterReads(MethodNode m, int local) {
        this.m = m;
        this.local = local;
    }

    public static boolean of(MethodNode m, VarInsnNode store) {
        return new LaterReads(m, store.var).from(store.getNext());
    }

    private boolean from(@Nullable AbstractInsnNode first) {
        add(first);
        while (!paths.isEmpty()) {
            AbstractInsnNode n = paths.pop();
            addHandlers(n);
            if (n instanceof VarInsnNode v && v.var == local) {
                if (!isStore(v)) {
                    return true;
                }
            } else {
                addSuccessors(n);
            }
        }
        return false;
    }

    private static boolean isStore(VarInsnNode v) {
        return v.getOpcode() >= Opcodes.ISTORE && v.getOpcode() <= Opcodes.ASTORE;
    }

    private void add(@Nullable AbstractInsnNode n) {
        if (n != null && !seen.get(m.instructions.indexOf(n))) {
            seen.set(m.instructions.indexOf(n));
            paths.push(n);
        }
    }

    private void addHandlers(AbstractInsnNode n) {
        int i = m.instructions.indexOf(n);
        for (TryCatchBlockNode t : m.tryCatchBlocks) {
            if (i >= m.instructions.indexOf(t.start) && i < m.instructions.indexOf(t.end)) {
                add(t.handler);
            }
        }
    }

    private void addSuccessors(AbstractInsnNode n) {
        Effects.targets(n).forEach(this::add);
        if (Effects.fallsThrough(n)) {
            add(n.getNext()); // last, so first to be looked at: most reads are close
        }
    }
}
