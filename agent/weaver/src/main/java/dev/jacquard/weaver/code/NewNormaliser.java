package dev.jacquard.weaver.code;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * Moves the making of objects that would be uninitialised during a suspension behind their arguments.
 *
 * <pre>
 *   new Pair                  new Pair; pop            (initialises the class where it was)
 *   dup                       aconst_null; dup
 *   (arguments, an await)     (arguments, an await)
 *   invokespecial Pair.&lt;init&gt;  store arguments; pop; pop; new Pair; dup; load arguments; invokespecial
 * </pre>
 *
 * <p>An uninitialised object can be neither kept in a field nor passed on. Until its constructor runs nobody can look
 * at it, so nulls stand for it; where the constructor was called every copy of it, on the stack and in locals, becomes
 * the object.
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

    /** Moves those whose object is uninitialised at some suspension point: these new instructions. */
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
        return n instanceof MethodInsnNode m && m.getOpcode() == Opcodes.INVOKESPECIAL && m.name.equals("<init>");
    }

    private static void nullOut(
            @Nullable List<Object> types, Set<AbstractInsnNode> suspended, Map<Label, AbstractInsnNode> sites) {
        if (types != null) {
            types.replaceAll(
                    t -> t instanceof LabelNode l && suspended.contains(sites.get(l.getLabel())) ? Opcodes.NULL : t);
        }
    }

    private void call(
            MethodInsnNode call,
            TypeTracker.State state,
            Set<AbstractInsnNode> suspended,
            Map<Label, AbstractInsnNode> sites) {
        Object[] stack = state.stack();
        int receiver = stack.length - Type.getArgumentTypes(call.desc).length - 1;
        AbstractInsnNode site = stack[receiver] instanceof Label made ? sites.get(made) : null;
        if (site != null && suspended.contains(site)) {
            new Making(call, (TypeInsnNode) site, state, receiver, sites).write();
        }
    }

    /** One constructor call that becomes a whole: new, arguments, call, and the object to where its copies were. */
    private final class Making {
        private final MethodInsnNode call;
        private final TypeInsnNode site;
        private final Object[] stack;
        private final @Nullable Object[] locals;
        private final int receiver;
        private final Map<Label, AbstractInsnNode> sites;
        private final InsnList out = new InsnList();

        /** The next free local. */
        private int next = method.maxLocals;

        /** The lowest copy on the stack: what lies above it is taken off and put back. */
        private int lowest;

        /** Where each value between that and the receiver is kept; -1 for a copy. */
        private final int[] kept;

        Making(
                MethodInsnNode call,
                TypeInsnNode site,
                TypeTracker.State state,
                int receiver,
                Map<Label, AbstractInsnNode> sites) {
            this.call = call;
            this.site = site;
            this.stack = state.stack();
            this.locals = state.locals();
            this.receiver = receiver;
            this.sites = sites;
            this.kept = new int[receiver + 1];
            lowest = receiver;
            for (int k = receiver - 1; k >= 0; k--) {
                if (isCopy(stack[k])) {
                    lowest = k;
                }
            }
        }

        private boolean isCopy(@Nullable Object type) {
            return type instanceof Label l && sites.get(l) == site;
        }

        void write() {
            Type[] types = Type.getArgumentTypes(call.desc);
            int[] arguments = storeArguments(types);
            takeOff();
            out.add(new TypeInsnNode(Opcodes.NEW, site.desc));
            out.add(new InsnNode(Opcodes.DUP));
            for (int k = 0; k < types.length; k++) {
                out.add(new VarInsnNode(types[k].getOpcode(Opcodes.ILOAD), arguments[k]));
            }
            out.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, call.owner, "<init>", call.desc, false));
            if (!isUsual()) {
                putBack();
            }
            // in front of the new code stands a new of its own: it needs its label
            method.instructions.insertBefore(call, out);
            method.instructions.remove(call);
            method.maxLocals = next;
        }

        private int[] storeArguments(Type[] types) {
            int[] arguments = new int[types.length];
            for (int k = types.length - 1; k >= 0; k--) {
                arguments[k] = next;
                out.add(new VarInsnNode(types[k].getOpcode(Opcodes.ISTORE), next));
                next += types[k].getSize();
            }
            return arguments;
        }

        private void takeOff() {
            for (int k = receiver; k >= lowest; k--) {
                if (isCopy(stack[k])) {
                    out.add(new InsnNode(Opcodes.POP));
                    kept[k] = -1;
                } else {
                    kept[k] = next;
                    out.add(new VarInsnNode(Types.store(stack[k]), next));
                    next += Types.size(stack[k]);
                }
            }
        }

        /** One copy right below the receiver and none elsewhere: that needs no local. */
        private boolean isUsual() {
            return lowest == receiver - 1 && Arrays.stream(locals).noneMatch(this::isCopy);
        }

        private void putBack() {
            int object = next++;
            out.add(new VarInsnNode(Opcodes.ASTORE, object));
            for (int k = 0; k < locals.length; k++) {
                if (isCopy(locals[k])) {
                    out.add(new VarInsnNode(Opcodes.ALOAD, object));
                    out.add(new VarInsnNode(Opcodes.ASTORE, k));
                }
            }
            for (int k = lowest; k < receiver; k++) {
                boolean isCopy = kept[k] < 0;
                out.add(new VarInsnNode(isCopy ? Opcodes.ALOAD : Types.load(stack[k]), isCopy ? object : kept[k]));
            }
        }
    }
}
