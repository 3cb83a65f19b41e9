package dev.jacquard.weaver.code;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The types of locals and operand stack before every instruction that is asked for, read from the method's own stack
 * map in one pass: at each frame of the map the types are taken from it, between them they are followed. No class is
 * loaded and none is asked for its superclass.
 */
public final class TypeTracker {
    /** The types at one place; TOP and the second halves of long and double are null. */
    public record State(@Nullable Object[] locals, Object[] stack) {}

    private static final Object[] NONE = {};

    private final State[] states;

    /** Behind instructions: a frame may stand there that knows less. */
    private final State[] after;

    private TypeTracker(State[] states, State[] after) {
        this.states = states;
        this.after = after;
    }

    /** The stacks before all instructions; no locals. */
    static TypeTracker ofStacks(String owner, Code code) {
        MethodNode m = code.method;
        Adapter adapter = new Adapter(owner, m);
        State[] states = new State[code.insns.length];
        int i = 0;
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() >= 0) {
                states[i++] = adapter.stackState();
            }
            n.accept(adapter);
        }
        return new TypeTracker(states, new State[0]);
    }

    public static TypeTracker of(String owner, Code code, BitSet wanted) {
        return of(owner, code, wanted, new BitSet());
    }

    static TypeTracker of(String owner, Code code, BitSet wanted, BitSet wantedAfter) {
        MethodNode m = code.method;
        Adapter adapter = new Adapter(owner, m);
        State[] states = new State[code.insns.length + 1];
        State[] after = new State[wantedAfter.length()];
        int i = 0;
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() >= 0) {
                if (wanted.get(i)) {
                    states[i] = adapter.state();
                }
                i++;
            }
            n.accept(adapter);
            if (n.getOpcode() >= 0 && wantedAfter.get(i - 1)) {
                after[i - 1] = adapter.state();
            }
        }
        return new TypeTracker(states, after);
    }

    /** The state before an instruction, or null where nothing can get there. */
    @Nullable
    public State before(int insn) {
        return states[insn];
    }

    /** The state behind an instruction, or null where nothing can get there. */
    @Nullable
    State after(int insn) {
        return after[insn];
    }

    private static final class Adapter extends AnalyzerAdapter {
        Adapter(String owner, MethodNode m) {
            super(Opcodes.ASM9, owner, m.access, m.name, m.desc, null);
        }

        @Nullable
        State state() {
            if (locals == null) {
                return null;
            }
            Object[] ls = new Object[locals.size()];
            for (int k = 0; k < ls.length; k++) {
                Object t = locals.get(k);
                ls[k] = t == Opcodes.TOP ? null : t;
            }
            return new State(ls, compact(stack));
        }

        @Nullable
        State stackState() {
            return locals == null ? null : new State(NONE, stack.isEmpty() ? NONE : compact(stack));
        }

        /** Drops the second halves. */
        private static Object[] compact(List<Object> stack) {
            Object[] out = new Object[stack.size()];
            int n = 0;
            for (int k = 0; k < stack.size(); k++) {
                Object t = stack.get(k);
                out[n++] = t;
                if (t == Opcodes.LONG || t == Opcodes.DOUBLE) {
                    k++;
                }
            }
            return Arrays.copyOf(out, n);
        }
    }
}
