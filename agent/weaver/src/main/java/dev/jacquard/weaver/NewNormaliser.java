package dev.jacquard.weaver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves the making of objects that would be uninitialised during a suspension behind their
 * arguments.
 *
 * <pre>
 *   new Pair                  new Pair; pop            (initialises the class where it was)
 *   dup                       aconst_null; dup
 *   (arguments, an await)     (arguments, an await)
 *   invokespecial Pair.&lt;init&gt;  store arguments; pop; pop; new Pair; dup; load arguments; invokespecial
 * </pre>
 *
 * <p>An uninitialised object can be neither kept in a field nor passed on. Until its constructor
 * runs nobody can look at it, so nulls stand for it; where the constructor was called every copy of
 * it, on the stack and in locals, becomes the object.
 */
final class NewNormaliser {
    private final MethodNode method;
    private final String owner;

    NewNormaliser(String owner, MethodNode method) {
        this.owner = owner;
        this.method = method;
    }

    /** Puts a label before each new, so that its type has a name in the frames. */
    static void label(MethodNode method) {
        for (AbstractInsnNode n : method.instructions.toArray()) {
            if (n.getOpcode() == Opcodes.NEW) {
                AbstractInsnNode p = n.getPrevious();
                while (p != null && p.getOpcode() < 0 && !(p instanceof LabelNode)) {
                    p = p.getPrevious();
                }
                if (!(p instanceof LabelNode)) {
                    method.instructions.insertBefore(n, new LabelNode());
                }
            }
        }
    }

    /** The new instruction behind each label that names its type. */
    static Map<Label, AbstractInsnNode> sites(MethodNode method) {
        Map<Label, AbstractInsnNode> sites = new HashMap<>();
        Set<LabelNode> pending = new HashSet<>();
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof LabelNode l) {
                pending.add(l);
            } else if (n.getOpcode() >= 0) {
                if (n.getOpcode() == Opcodes.NEW) {
                    pending.forEach(l -> sites.put(l.getLabel(), n));
                }
                pending.clear();
            }
        }
        return sites;
    }

    /**
     * @param suspended the new instructions whose object is uninitialised at some suspension point
     */
    void normalise(Set<AbstractInsnNode> suspended) {
        Map<Label, AbstractInsnNode> sites = sites(method);
        Code code = Code.of(method, new BitSet());
        BitSet wanted = new BitSet();
        for (int i = 0; i < code.insns.length; i++) {
            if (isConstructorCall(code.insns[i])) {
                wanted.set(i);
            }
        }
        TypeTracker types = TypeTracker.of(owner, code, wanted);
        for (int i = 0; i < code.insns.length; i++) {
            TypeTracker.State state = wanted.get(i) ? types.before(i) : null;
            if (state != null) {
                call((MethodInsnNode) code.insns[i], state, suspended, sites);
            }
        }
        for (AbstractInsnNode n : method.instructions.toArray()) {
            if (n instanceof FrameNode f) {
                nullOut(f.local, suspended, sites);
                nullOut(f.stack, suspended, sites);
            }
        }
        for (AbstractInsnNode n : suspended) {
            method.instructions.insert(n, new InsnNode(Opcodes.ACONST_NULL));
            method.instructions.insert(n, new InsnNode(Opcodes.POP));
        }
    }

    private static boolean isConstructorCall(AbstractInsnNode n) {
        return n instanceof MethodInsnNode m
                && m.getOpcode() == Opcodes.INVOKESPECIAL
                && m.name.equals("<init>");
    }

    private static void nullOut(
            @Nullable List<Object> types,
            Set<AbstractInsnNode> suspended,
            Map<Label, AbstractInsnNode> sites) {
        if (types != null) {
            types.replaceAll(
                    t ->
                            t instanceof LabelNode l && suspended.contains(sites.get(l.getLabel()))
                                    ? Opcodes.NULL
                                    : t);
        }
    }

    private void call(
            MethodInsnNode call,
            TypeTracker.State state,
            Set<AbstractInsnNode> suspended,
            Map<Label, AbstractInsnNode> sites) {
        Type[] arguments = Type.getArgumentTypes(call.desc);
        Object[] stack = state.stack();
        int receiver = stack.length - arguments.length - 1;
        if (!(stack[receiver] instanceof Label made) || !suspended.contains(sites.get(made))) {
            return;
        }
        TypeInsnNode site = (TypeInsnNode) Objects.requireNonNull(sites.get(made));
        int lowest = receiver;
        for (int k = receiver - 1; k >= 0; k--) {
            if (stack[k] instanceof Label l && sites.get(l) == site) {
                lowest = k;
            }
        }
        int next = method.maxLocals;
        InsnList in = new InsnList();
        int[] argument = new int[arguments.length];
        for (int k = arguments.length - 1; k >= 0; k--) {
            argument[k] = next;
            in.add(new VarInsnNode(arguments[k].getOpcode(Opcodes.ISTORE), next));
            next += arguments[k].getSize();
        }
        int[] kept = new int[receiver + 1];
        for (int k = receiver; k >= lowest; k--) {
            if (stack[k] instanceof Label l && sites.get(l) == site) {
                in.add(new InsnNode(Opcodes.POP));
                kept[k] = -1;
            } else {
                kept[k] = next;
                in.add(new VarInsnNode(Types.store(stack[k]), next));
                next += Types.size(stack[k]);
            }
        }
        // The usual case, one copy right below the receiver and none elsewhere, needs no local for
        // it.
        boolean usual = lowest == receiver - 1;
        for (Object t : state.locals()) {
            usual &= !(t instanceof Label l && sites.get(l) == site);
        }
        in.add(new TypeInsnNode(Opcodes.NEW, site.desc));
        in.add(new InsnNode(Opcodes.DUP));
        for (int k = 0; k < arguments.length; k++) {
            in.add(new VarInsnNode(arguments[k].getOpcode(Opcodes.ILOAD), argument[k]));
        }
        in.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, call.owner, "<init>", call.desc, false));
        if (!usual) {
            int object = next++;
            in.add(new VarInsnNode(Opcodes.ASTORE, object));
            for (int k = 0; k < state.locals().length; k++) {
                if (state.locals()[k] instanceof Label l && sites.get(l) == site) {
                    in.add(new VarInsnNode(Opcodes.ALOAD, object));
                    in.add(new VarInsnNode(Opcodes.ASTORE, k));
                }
            }
            for (int k = lowest; k < receiver; k++) {
                in.add(
                        kept[k] < 0
                                ? new VarInsnNode(Opcodes.ALOAD, object)
                                : new VarInsnNode(Types.load(stack[k]), kept[k]));
            }
        }
        // in front of the new code stands a new of its own: it needs its label
        method.instructions.insertBefore(call, in);
        method.instructions.remove(call);
        method.maxLocals = next;
    }
}
