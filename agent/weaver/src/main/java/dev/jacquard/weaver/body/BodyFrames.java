package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Effects;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.TypeTracker;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * The stack map frames of a body: the method's own, with the locals where they lie in the body, and without dead ones.
 */
final class BodyFrames {
    private static final Object[] NOTHING = {};

    private final Body body;
    private final Copies copies;

    /** Blocks that begin with a frame. */
    private final BitSet framed;

    /** The instructions that the method's frames name by labels. */
    private final Map<Label, Integer> newSites;

    BodyFrames(Body body, Copies copies) {
        this.body = body;
        this.copies = copies;
        this.framed = framed(body);
        this.newSites = newSites(body.code);
    }

    private static BitSet framed(Body body) {
        Code code = body.code;
        BitSet framed = new BitSet();
        if (body.resume) {
            framed.set(0, code.blocks());
            return framed;
        }
        for (int b = 0; b < code.blocks(); b++) {
            for (LabelNode l : Effects.targets(code.insns[code.starts[b + 1] - 1])) {
                framed.set(code.block(l));
            }
            if (b > 0 && !Effects.fallsThrough(code.insns[code.starts[b] - 1])) {
                framed.set(b); // code that nothing gets to has a frame, too
            }
        }
        for (Code.Try t : code.tries) {
            framed.set(code.blockOf[t.handler()]);
        }
        return framed;
    }

    private static Map<Label, Integer> newSites(Code code) {
        Map<Label, Integer> sites = new HashMap<>();
        for (AbstractInsnNode n : code.insns) {
            if (n.getOpcode() == Opcodes.NEW) {
                AbstractInsnNode p = n.getPrevious();
                while (p != null && p.getOpcode() < 0) {
                    if (p instanceof LabelNode l) {
                        sites.put(l.getLabel(), code.at(n));
                    }
                    p = p.getPrevious();
                }
            }
        }
        return sites;
    }

    /** Where a block begins, if it needs a frame. */
    void atBlock(Copy copy, int block) {
        if (framed.get(block)) {
            Analysis analysis = body.analysis;
            TypeTracker.State state = Objects.requireNonNull(analysis.types.before(body.code.starts[block]));
            write(state.locals(), analysis.liveness.in(block), state.stack(), copy, false);
        }
    }

    /**
     * Where a point is left.
     *
     * @param kept the locals that are still needed
     * @param top what lies on the stack above what the point has there
     */
    void atSave(Point p, BitSet kept, Object top) {
        Object[] stack = Arrays.copyOf(p.stack, p.stack.length + 1);
        stack[p.stack.length] = top;
        write(p.locals, kept, stack, copies.main, false);
    }

    /** Where a resumption has restored what a point needs, and has the value and the state. */
    void atResumption(Point p) {
        write(p.locals, null, p.stack, copies.main, true);
    }

    /** Where a resumption has restored nothing yet. */
    void atDispatch() {
        write(NOTHING, null, NOTHING, copies.main, true);
    }

    /** @param live the locals to keep, or null for all */
    private void write(@Nullable Object[] locals, @Nullable BitSet live, Object[] stack, Copy copy, boolean withValue) {
        BodySlots at = body.slots;
        Object[] slots = new Object[at.map(Math.max(locals.length, 1)) + 3 + at.frame];
        if (!body.target.isStatic && (body.resume || !body.selfIsVariable)) {
            slots[0] = body.target.owner.name;
        }
        for (int k = 0; k < locals.length; k++) {
            Object t = locals[k];
            if (t != null && (live == null || live.get(k))) {
                slots[at.map(k)] = type(t, copy);
            }
        }
        slots[at.frame] = body.target.coroutine;
        slots[at.driver] = RuntimeNames.DRIVER;
        if (withValue) {
            slots[at.value] = RuntimeNames.OBJECT;
            slots[at.state] = Opcodes.INTEGER;
        }
        Object[] packed = pack(slots);
        Object[] st = new Object[stack.length];
        for (int k = 0; k < st.length; k++) {
            st[k] = type(stack[k], copy);
        }
        body.out.visitFrame(Opcodes.F_NEW, packed.length, packed, st.length, st);
    }

    /** As frames list them: TOP for nothing, one entry for long and double, nothing at the end. */
    private static Object[] pack(@Nullable Object[] slots) {
        Object[] packed = new Object[slots.length];
        int n = 0;
        int last = 0;
        for (int k = 0; k < slots.length; k++) {
            Object t = slots[k];
            packed[n++] = t == null ? Opcodes.TOP : t;
            if (t != null) {
                last = n;
                if (t == Opcodes.LONG || t == Opcodes.DOUBLE) {
                    k++;
                }
            }
        }
        return Arrays.copyOf(packed, last);
    }

    /** A type of the method's frames in a copy: uninitialised objects are named after its labels. */
    private Object type(Object t, Copy copy) {
        if (t instanceof Label l) {
            Integer site = newSites.get(l);
            if (site == null) {
                throw new UnsupportedCodeException("an uninitialised object without its new");
            }
            return copy.newLabel(site);
        }
        return t;
    }
}
