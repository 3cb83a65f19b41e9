package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tells which calls of {@code hasNext()} and {@code close()} are of asynchronous iterators and resources: by their
 * static type, or by where the value comes from.
 *
 * <pre>
 *   javac   xs.iterator() of AsyncIterable; astore it;  aload it; Iterator.hasNext()
 *   Groovy  xs == null ? null : xs.iterator(); astore it; aload it; Iterator.hasNext()
 *   javac, X extends Object &amp; AsyncIterable:
 *           aload xs; checkcast Iterable; Iterable.iterator(); astore it; aload it; Iterator.hasNext()
 * </pre>
 *
 * <p>In the last one the type is erased. Such a call is a point at which the method may suspend: at run time the object
 * tells.
 */
final class ImplicitAwaits {
    enum Answer {
        NO,
        /** Only the object can tell. */
        MAYBE,
        YES
    }

    private static final String ITERATOR = "java/util/Iterator";
    private static final String ITERABLE = "java/lang/Iterable";
    private static final String CLOSEABLE = "java/lang/AutoCloseable";

    private final WeavingContext context;
    private final AsyncMethod target;
    private final Code code;
    private final Origins origins;

    ImplicitAwaits(WeavingContext context, AsyncMethod target, Code code) {
        this.context = context;
        this.target = target;
        this.code = code;
        this.origins = new Origins(context.owner.name, code);
    }

    // ---- iterators ------------------------------------------------------------------------------

    /** Of a call of {@code hasNext()}. */
    Answer hasNext(MethodInsnNode m, int i) {
        if (isSubtype(m.owner, RuntimeNames.ASYNC_ITERATOR, m, i)) {
            return Answer.YES;
        }
        return m.owner.equals(ITERATOR) ? best(origins(i, 0), o -> iterator(o)) : Answer.NO;
    }

    private Answer iterator(int origin) {
        if (!(code.insns[origin] instanceof MethodInsnNode m) || !m.desc.startsWith("()L")) {
            return Answer.NO;
        }
        String result = Type.getReturnType(m.desc).getInternalName();
        if (!m.name.equals("iterator")) {
            return context.hierarchy.isSubtype(result, RuntimeNames.ASYNC_ITERATOR) ? Answer.YES : Answer.NO;
        }
        if (isSubtype(result, RuntimeNames.ASYNC_ITERATOR, m, origin)
                || isSubtype(m.owner, RuntimeNames.ASYNC_ITERABLE, m, origin)) {
            return Answer.YES;
        }
        return m.owner.equals(ITERABLE) ? cast(origin, 0, ITERABLE, RuntimeNames.ASYNC_ITERABLE) : Answer.NO;
    }

    // ---- resources ------------------------------------------------------------------------------

    /** Of a call of {@code close()}. */
    Answer close(MethodInsnNode m, int i) {
        if (isSubtype(m.owner, RuntimeNames.ASYNC_CLOSEABLE, m, i)) {
            return Answer.YES;
        }
        return m.owner.equals(CLOSEABLE) ? cast(i, 0, CLOSEABLE, RuntimeNames.ASYNC_CLOSEABLE) : Answer.NO;
    }

    /**
     * Of what Kotlin's {@code use} calls at its end, with the resource and the exception or null: the resource's own
     * type is to be found where it is cast.
     */
    Answer closeFinally(MethodInsnNode m, int i) {
        Answer answer = cast(i, 1, CLOSEABLE, RuntimeNames.ASYNC_CLOSEABLE);
        return answer == Answer.NO && m.owner.equals("kotlin/io/CloseableKt")
                ? cast(i, 1, "java/io/Closeable", RuntimeNames.ASYNC_CLOSEABLE)
                : answer;
    }

    /** Whether it is {@code AutoCloseableKt.closeFinally} or {@code CloseableKt.closeFinally}. */
    static boolean isKotlinsClose(MethodInsnNode m) {
        return m.name.equals("closeFinally")
                && m.owner.startsWith("kotlin/")
                && m.getOpcode() == Opcodes.INVOKESTATIC
                && m.desc.endsWith(";Ljava/lang/Throwable;)V");
    }

    // ---- where values come from -----------------------------------------------------------------

    /**
     * What a value is that was cast to a type of which the wanted one is a subtype.
     *
     * @param below how many values lie above it before the instruction
     */
    private Answer cast(int i, int below, String general, String wanted) {
        return best(casts(i, below), c -> castFrom(c, general, wanted));
    }

    private Answer castFrom(int insn, String general, String wanted) {
        AbstractInsnNode n = code.insns[insn];
        boolean isCast = n.getOpcode() == Opcodes.CHECKCAST;
        if (isCast && !((TypeInsnNode) n).desc.equals(general)) {
            return context.hierarchy.isSubtype(((TypeInsnNode) n).desc, wanted) ? Answer.YES : Answer.NO;
        }
        TypeTracker.State state = origins.types().before(isCast ? insn : insn + 1);
        Object top = state == null ? null : state.stack()[state.stack().length - 1];
        if (!(top instanceof String type) || type.startsWith("[")) {
            return Answer.NO;
        }
        if (context.hierarchy.isSubtype(type, wanted)) {
            return Answer.YES;
        }
        // A variable of a type that has more bounds: the first is what is left of it.
        return isCast && (type.equals(general) || !context.hierarchy.isSubtype(type, general))
                ? Answer.MAYBE
                : Answer.NO;
    }

    private interface Judge {
        Answer of(int insn);
    }

    private static Answer best(Set<Integer> insns, Judge judge) {
        Answer best = Answer.NO;
        for (int insn : insns) {
            Answer answer = judge.of(insn);
            if (answer.compareTo(best) > 0) {
                best = answer;
            }
        }
        return best;
    }

    /** The instructions that made a value, whatever variables and casts it went through since. */
    private Set<Integer> origins(int i, int below) {
        return trace(i, below, false);
    }

    /** The casts that a value went through last, or what made it. */
    private Set<Integer> casts(int i, int below) {
        return trace(i, below, true);
    }

    private Set<Integer> trace(int at, int below, boolean endAtCast) {
        Set<Integer> found = new HashSet<>();
        Set<Long> seen = new HashSet<>();
        ArrayDeque<int[]> todo = new ArrayDeque<>(); // instruction, height of the stack with it
        push(todo, seen, at, origins.height(at) - below);
        while (!todo.isEmpty()) {
            int[] from = todo.pop();
            for (int p : origins.producers(from[0], from[1])) {
                AbstractInsnNode n = code.insns[p];
                if (n instanceof VarInsnNode v && n.getOpcode() == Opcodes.ALOAD) {
                    List<Integer> stores = origins.stores(v.var, p);
                    if (stores.isEmpty()) {
                        found.add(p); // an argument
                    }
                    for (int store : stores) {
                        push(todo, seen, store, origins.height(store));
                    }
                } else if (n.getOpcode() == Opcodes.DUP) {
                    push(todo, seen, p, origins.height(p));
                } else if (n.getOpcode() == Opcodes.CHECKCAST && !endAtCast) {
                    push(todo, seen, p, origins.height(p));
                } else {
                    found.add(p);
                }
            }
        }
        return found;
    }

    private static void push(ArrayDeque<int[]> todo, Set<Long> seen, int insn, int height) {
        if (height > 0 && seen.add(((long) insn << 32) | height)) {
            todo.push(new int[] {insn, height});
        }
    }

    private boolean isSubtype(String type, String wanted, MethodInsnNode m, int i) {
        return context.isSubtype(type, wanted, target.method, code.lines[i], m);
    }
}
