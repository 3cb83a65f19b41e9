package dev.jacquard.weaver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes the two bodies of an async method: the direct body, which calls enter, and the resume
 * body, which resumptions enter through a switch over the state.
 *
 * <pre>
 *   direct body                                   resume body
 *     (the method's code; at each point:)           switch (state)
 *       call; dup; SUSPENDED == ? goto SAVE_k         k: locals = fields; stack = fields
 *       (goes on)                                        check(value)     within the point's try ranges
 *                                                        (goes on behind the point)
 *     SAVE_k:                                       (the code that can be reached from there)
 *       return Shop$fetch$Coroutine                 SAVE_k: saves what has changed, clears what is dead
 *           .suspend(stack, state, live locals)
 * </pre>
 *
 * <p>A loop that a resumption entered in its middle would be irreducible, and the JIT compiles such
 * loops badly. So the interrupted iteration is finished in a copy of the loop's body, which goes
 * over to the loop itself at its header: {@link Copy} says which blocks exist how often. A copy
 * K(L) has L's blocks but for the header; its edges to L's header go to the copy around (where L is
 * whole), edges that leave L go to the copy of the loop that they arrive in.
 */
final class BodyWriter {
    /** Above this many instructions, counted over all copies, loops are entered in their middle. */
    private static final int MAX_COPIED = 2_500;

    /** A piece of code that is emitted for a block, to which try ranges and variables refer. */
    private record Piece(Copy copy, int block, Label start, Label end) {}

    /** The blocks of one loop (null: of the whole method), emitted once more. */
    private static final class Copy {
        final Loops.@Nullable Loop loop;
        final BitSet blocks = new BitSet();
        final Map<Integer, Label> labels = new HashMap<>();
        final Map<Integer, Label> newLabels = new HashMap<>();
        final Map<Integer, Label> marks = new HashMap<>();

        Copy(Loops.@Nullable Loop loop) {
            this.loop = loop;
        }

        Label label(int block) {
            return labels.computeIfAbsent(block, b -> new Label());
        }
    }

    private final Analysis analysis;
    private final AsyncMethod target;
    private final Code code;
    private final Saver saver;
    private final WeavingContext context;
    private final boolean resume;
    private final MethodNode out;

    private final boolean selfIsVariable;
    private final int frameSlot;
    private final int driverSlot;
    private final int valueSlot;
    private final int stateSlot;
    private final int shiftFrom;
    private final int shift;
    private final int temps;

    private final Copy main = new Copy(null);
    private final Map<Loops.Loop, Copy> copies = new LinkedHashMap<>();
    private @Nullable Loops loops;
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Label, Integer> newSites = new HashMap<>();
    private final BitSet marked = new BitSet();
    private final BitSet framed = new BitSet();
    private final Map<Point, Label> saves = new LinkedHashMap<>();
    private int line;

    private BodyWriter(WeavingContext context, Analysis analysis, Saver saver, boolean resume) {
        this.context = context;
        this.analysis = analysis;
        this.target = analysis.target;
        this.code = analysis.code;
        this.saver = saver;
        this.resume = resume;
        this.selfIsVariable = Weaver.selfIsVariable(target, code);
        int self = target.isStatic ? 0 : 1;
        if (resume) {
            frameSlot = self;
            valueSlot = self + 1;
            driverSlot = self + 2;
            stateSlot = self + 3;
            shiftFrom = selfIsVariable ? 0 : self;
            shift = self + 4 - shiftFrom;
        } else if (target.takesArguments()) {
            frameSlot = target.argumentSlots();
            driverSlot = frameSlot + 1;
            valueSlot = -1;
            stateSlot = -1;
            shiftFrom = frameSlot;
            shift = 2;
        } else {
            frameSlot = self;
            driverSlot = self + 1;
            valueSlot = -1;
            stateSlot = -1;
            shiftFrom = self;
            shift = 2;
        }
        temps = map(target.method.maxLocals) + 2;
        out =
                new MethodNode(
                        Opcodes.ASM9,
                        target.bodyAccess(),
                        target.bodyName(),
                        resume ? target.resumeDescriptor() : target.bodyDescriptor(),
                        null,
                        target.method.exceptions.toArray(new String[0]));
        for (AbstractInsnNode n : code.insns) {
            if (n.getOpcode() == Opcodes.NEW) {
                AbstractInsnNode p = n.getPrevious();
                while (p != null && p.getOpcode() < 0) {
                    if (p instanceof LabelNode l) {
                        newSites.put(l.getLabel(), code.at(n));
                    }
                    p = p.getPrevious();
                }
            }
        }
        for (Code.Variable v : code.variables) {
            marked.set(v.start());
            marked.set(v.end());
        }
    }

    static MethodNode direct(WeavingContext context, Analysis analysis, Saver saver) {
        return new BodyWriter(context, analysis, saver, false).writeDirect();
    }

    /** Null if the method has no suspension point. */
    static @Nullable MethodNode resume(
            WeavingContext context, Analysis analysis, Saver saver, boolean copyLoops) {
        if (analysis.points.isEmpty()) {
            return null;
        }
        BodyWriter w = new BodyWriter(context, analysis, saver, true);
        return w.writeResume(copyLoops);
    }

    // ---- the two bodies -------------------------------------------------------------------------

    private MethodNode writeDirect() {
        for (int b = 0; b < code.blocks(); b++) {
            if (analysis.types.before(code.starts[b]) != null) {
                main.blocks.set(b);
            }
            for (LabelNode l : Code.targets(code.insns[code.starts[b + 1] - 1])) {
                framed.set(code.block(l));
            }
            if (b > 0 && !Code.fallsThrough(code.insns[code.starts[b] - 1])) {
                framed.set(b); // code that nothing gets to has a frame, too
            }
        }
        for (Code.Try t : code.tries) {
            framed.set(code.blockOf[t.handler()]);
        }
        if (!target.takesArguments()) {
            loadArguments();
            framed.clear(0);
            for (int b = 0; b < code.blocks(); b++) {
                for (int s : code.successors[b]) {
                    if (s == 0) {
                        framed.set(0);
                    }
                }
            }
        }
        emit(main);
        emitSaves();
        finish();
        return out;
    }

    private void loadArguments() {
        int slot = target.isStatic ? 0 : 1;
        for (int k = 0; k < target.arguments.length; k++) {
            FieldPlan.Field f = analysis.plan.arguments[k];
            Type t = target.arguments[k];
            out.visitVarInsn(Opcodes.ALOAD, frameSlot);
            out.visitFieldInsn(Opcodes.GETFIELD, target.coroutine, f.name, f.descriptor);
            out.visitVarInsn(t.getOpcode(Opcodes.ISTORE), map(slot));
            slot += t.getSize();
        }
    }

    private MethodNode writeResume(boolean copyLoops) {
        framed.set(0, code.blocks());
        if (copyLoops) {
            loops = new Loops(code);
        }
        List<Point> reachable = new ArrayList<>(analysis.points);
        reach(reachable);
        if (loops != null && copied() > MAX_COPIED) {
            loops = null;
            main.blocks.clear();
            copies.clear();
            reach(reachable);
        }
        emitDispatch();
        for (Copy c : copies.values()) {
            emit(c);
        }
        emit(main);
        emitSaves();
        finish();
        return out;
    }

    private int copied() {
        int n = count(main);
        for (Copy c : copies.values()) {
            n += count(c);
        }
        return n;
    }

    private int count(Copy c) {
        int n = 0;
        for (int b = c.blocks.nextSetBit(0); b >= 0; b = c.blocks.nextSetBit(b + 1)) {
            n += code.starts[b + 1] - code.starts[b];
        }
        return n;
    }

    // ---- copies ---------------------------------------------------------------------------------

    private Copy copyAround(int block) {
        Loops.Loop loop = loops == null ? null : loops.around(block);
        return copy(loop);
    }

    private Copy copy(Loops.@Nullable Loop loop) {
        return loop == null ? main : copies.computeIfAbsent(loop, Copy::new);
    }

    /** The copy in which an edge out of a copy arrives. */
    private Copy resolve(Copy from, int block) {
        Loops.Loop loop = from.loop;
        while (loop != null && (!loop.blocks.get(block) || loop.header == block)) {
            loop = loop.parent;
        }
        return copy(loop);
    }

    private Label jump(Copy from, int block) {
        return resolve(from, block).label(block);
    }

    private void reach(List<Point> points) {
        ArrayDeque<Object[]> todo = new ArrayDeque<>();
        for (Point p : points) {
            int b = code.blockOf[p.insn];
            Copy c = copyAround(b);
            reachHandlers(c, b, todo);
            if (p.result != Point.Result.RETURN) {
                for (int s : code.successors[b]) {
                    reach(c, s, todo);
                }
            }
        }
        while (!todo.isEmpty()) {
            Object[] next = todo.pop();
            Copy c = (Copy) next[0];
            int b = (Integer) next[1];
            reachHandlers(c, b, todo);
            for (int s : code.successors[b]) {
                reach(c, s, todo);
            }
        }
    }

    private void reachHandlers(Copy from, int block, ArrayDeque<Object[]> todo) {
        for (int t : code.handlers[block]) {
            reach(from, code.blockOf[code.tries.get(t).handler()], todo);
        }
    }

    private void reach(Copy from, int block, ArrayDeque<Object[]> todo) {
        if (analysis.types.before(code.starts[block]) == null) {
            return;
        }
        Copy c = resolve(from, block);
        if (!c.blocks.get(block)) {
            c.blocks.set(block);
            todo.push(new Object[] {c, block});
        }
    }

    // ---- locals and frames
    // ------------------------------------------------------------------------

    private int map(int local) {
        return local < shiftFrom ? local : local + shift;
    }

    private void frame(
            @Nullable Object[] locals, @Nullable BitSet live, Object[] stack, Copy copy) {
        frame(locals, live, stack, copy, false);
    }

    /**
     * @param live the locals to keep, or null for all
     */
    private void frame(
            @Nullable Object[] locals,
            @Nullable BitSet live,
            Object[] stack,
            Copy copy,
            boolean withValue) {
        Object[] slots = new Object[map(Math.max(locals.length, 1)) + 3 + frameSlot];
        if (!target.isStatic && (resume || !selfIsVariable)) {
            slots[0] = target.owner.name;
        }
        for (int k = 0; k < locals.length; k++) {
            Object t = locals[k];
            if (t != null && (live == null || live.get(k))) {
                slots[map(k)] = type(t, copy);
            }
        }
        slots[frameSlot] = target.coroutine;
        slots[driverSlot] = RuntimeNames.DRIVER;
        if (withValue) {
            slots[valueSlot] = RuntimeNames.OBJECT;
            slots[stateSlot] = Opcodes.INTEGER;
        }
        Object[] ls = new Object[slots.length];
        int n = 0;
        int last = 0;
        for (int k = 0; k < slots.length; k++) {
            Object t = slots[k];
            ls[n++] = t == null ? Opcodes.TOP : t;
            if (t != null) {
                last = n;
                if (t == Opcodes.LONG || t == Opcodes.DOUBLE) {
                    k++;
                }
            }
        }
        Object[] st = new Object[stack.length];
        for (int k = 0; k < st.length; k++) {
            st[k] = type(stack[k], copy);
        }
        out.visitFrame(Opcodes.F_NEW, last, Arrays.copyOf(ls, last), st.length, st);
    }

    private Object type(Object t, Copy copy) {
        if (t instanceof Label l) {
            Integer site = newSites.get(l);
            if (site == null) {
                throw new UnsupportedCodeException("an uninitialised object without its new");
            }
            return copy.newLabels.computeIfAbsent(site, s -> new Label());
        }
        return t;
    }

    private void line(int insn) {
        int l = code.lines[insn];
        if (l > 0 && l != line) {
            Label here = new Label();
            out.visitLabel(here);
            out.visitLineNumber(l, here);
            line = l;
        }
    }

    // ---- a copy's code
    // ----------------------------------------------------------------------------

    private void emit(Copy copy) {
        for (int b = copy.blocks.nextSetBit(0); b >= 0; b = copy.blocks.nextSetBit(b + 1)) {
            emitBlock(copy, b);
            int next = b + 1;
            AbstractInsnNode last = code.insns[code.starts[next] - 1];
            if (Code.fallsThrough(last) && next < code.blocks()) {
                Copy to = resolve(copy, next);
                if (to != copy || !copy.blocks.get(next)) {
                    out.visitJumpInsn(Opcodes.GOTO, to.label(next));
                }
            }
        }
    }

    private void emitBlock(Copy copy, int block) {
        Label start = copy.label(block);
        out.visitLabel(start);
        int first = code.starts[block];
        line = 0;
        if (framed.get(block)) {
            TypeTracker.State state =
                    java.util.Objects.requireNonNull(analysis.types.before(first));
            frame(state.locals(), analysis.liveness.in(block), state.stack(), copy);
        }
        AbstractInsnNode before = out.instructions.getLast();
        line(first);
        if (isCatch(block)) {
            out.visitInsn(Opcodes.DUP);
            out.visitVarInsn(Opcodes.ALOAD, driverSlot);
            out.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    RuntimeNames.WOVEN,
                    "caught",
                    "(Ljava/lang/Throwable;" + RuntimeNames.DRIVER_DESC + ")V",
                    false);
        }
        for (int i = first; i < code.starts[block + 1]; i++) {
            if (marked.get(i) && i != first) {
                Label mark = new Label();
                out.visitLabel(mark);
                copy.marks.put(i, mark);
            }
            line(i);
            emitInsn(copy, i);
        }
        Label end = new Label();
        out.visitLabel(end);
        if (hasRealInsn(before)) {
            pieces.add(new Piece(copy, block, start, end));
        }
    }

    private boolean hasRealInsn(AbstractInsnNode behind) {
        AbstractInsnNode n = out.instructions.getLast();
        while (n != behind && n.getOpcode() < 0) {
            n = n.getPrevious();
        }
        return n != behind;
    }

    /** Whether a catch of the source begins here (not a finally part). */
    private boolean isCatch(int block) {
        if (target.kind == Kind.TORTURE) {
            return false;
        }
        for (Code.Try t : code.tries) {
            if (t.type() != null
                    && code.blockOf[t.handler()] == block
                    && t.handler() == code.starts[block]) {
                return true;
            }
        }
        return false;
    }

    private void emitInsn(Copy copy, int i) {
        AbstractInsnNode n = code.insns[i];
        Point p = analysis.pointAt[i];
        if (p != null) {
            emitPoint(copy, p);
            return;
        }
        if (i + 1 < code.insns.length) {
            Point next = analysis.pointAt[i + 1];
            if (next != null && next.call == i) {
                return; // the point replaces it
            }
        }
        if (analysis.dropped.get(i)) {
            // Coroutine.of(v) leaves v; done() null
            if (((MethodInsnNode) n).desc.startsWith("()")) {
                out.visitInsn(Opcodes.ACONST_NULL);
            }
            return;
        }
        int op = n.getOpcode();
        if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
            emitReturn(op);
            return;
        }
        emitPlain(copy, n, i);
    }

    private void emitReturn(int op) {
        if (target.kind == Kind.GENERATOR) {
            out.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    RuntimeNames.WOVEN,
                    "ended",
                    "(Ljava/lang/Object;)Ljava/lang/Object;",
                    false);
        } else if (target.kind == Kind.TORTURE) {
            Types.box(
                    out,
                    op == Opcodes.RETURN ? Type.VOID_TYPE : Type.getReturnType(target.method.desc));
        }
        out.visitInsn(Opcodes.ARETURN);
    }

    private void emitPlain(Copy copy, AbstractInsnNode n, int i) {
        if (n instanceof VarInsnNode v) {
            out.visitVarInsn(v.getOpcode(), map(v.var));
        } else if (n instanceof IincInsnNode v) {
            out.visitIincInsn(map(v.var), v.incr);
        } else if (n instanceof JumpInsnNode j) {
            out.visitJumpInsn(j.getOpcode(), jump(copy, code.block(j.label)));
        } else if (n instanceof TableSwitchInsnNode s) {
            out.visitTableSwitchInsn(
                    s.min, s.max, jump(copy, code.block(s.dflt)), jumps(copy, s.labels));
        } else if (n instanceof LookupSwitchInsnNode s) {
            int[] keys = s.keys.stream().mapToInt(Integer::intValue).toArray();
            out.visitLookupSwitchInsn(jump(copy, code.block(s.dflt)), keys, jumps(copy, s.labels));
        } else {
            if (n.getOpcode() == Opcodes.NEW) {
                out.visitLabel(copy.newLabels.computeIfAbsent(i, k -> new Label()));
            }
            n.accept(out);
        }
    }

    private Label[] jumps(Copy copy, List<LabelNode> labels) {
        Label[] all = new Label[labels.size()];
        for (int k = 0; k < all.length; k++) {
            all[k] = jump(copy, code.block(labels.get(k)));
        }
        return all;
    }

    // ---- suspension points
    // --------------------------------------------------------------------------

    private void emitPoint(Copy copy, Point p) {
        emitCall(copy, p);
        out.visitInsn(Opcodes.DUP);
        out.visitFieldInsn(
                Opcodes.GETSTATIC, RuntimeNames.DRIVER, "SUSPENDED", "Ljava/lang/Object;");
        out.visitJumpInsn(Opcodes.IF_ACMPEQ, saves.computeIfAbsent(p, k -> new Label()));
        emitResult(copy, p);
    }

    private void emitCall(Copy copy, Point p) {
        AbstractInsnNode n = code.insns[p.insn];
        switch (p.what) {
            case AWAIT -> {
                if (n instanceof MethodInsnNode m
                        && m.owner.equals(RuntimeNames.ASYNCIO)
                        && PointFinder.takesClass(m)) {
                    out.visitInsn(Opcodes.POP);
                }
                boolean returned =
                        p.result == Point.Result.RETURN || p.result == Point.Result.STORE_RETURN;
                awaited(p, returned ? "awaitReturned" : "await");
            }
            case CALL_DIRECT -> {
                MethodInsnNode call = (MethodInsnNode) code.insns[p.call];
                AsyncMethod callee =
                        java.util.Objects.requireNonNull(context.woven.get(call.name + call.desc));
                out.visitInsn(Opcodes.ACONST_NULL);
                out.visitVarInsn(Opcodes.ALOAD, driverSlot);
                out.visitMethodInsn(
                        call.getOpcode(),
                        call.owner,
                        callee.bodyName(),
                        callee.bodyDescriptor(),
                        call.itf);
            }
            case CALL_LINKED -> {
                MethodInsnNode call = (MethodInsnNode) code.insns[p.call];
                out.visitVarInsn(Opcodes.ALOAD, driverSlot);
                linked(call);
            }
            case HAS_NEXT -> door("hasNext", "java/util/Iterator");
            case CLOSE -> door("close", "java/lang/AutoCloseable");
            case EMIT, EXCHANGE -> door("emit", RuntimeNames.OBJECT);
            case TORTURE -> {
                emitPlain(copy, n, p.insn);
                out.visitVarInsn(Opcodes.ALOAD, driverSlot);
                out.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        Torture.HOOK,
                        "suspend",
                        "(" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;",
                        false);
            }
        }
    }

    /** The place goes along: a coroutine that is awaited twice names both. */
    private void awaited(Point p, String name) {
        String type = target.owner.name.substring(target.owner.name.lastIndexOf('/') + 1);
        String file = target.owner.sourceFile;
        out.visitLdcInsn(
                type
                        + "."
                        + target.method.name
                        + "("
                        + (file == null ? "?" : file)
                        + ":"
                        + code.lines[p.insn]
                        + ")");
        out.visitVarInsn(Opcodes.ALOAD, driverSlot);
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                RuntimeNames.WOVEN,
                name,
                "(Ljava/lang/Object;Ljava/lang/String;"
                        + RuntimeNames.DRIVER_DESC
                        + ")Ljava/lang/Object;",
                false);
    }

    private void door(String name, String argument) {
        out.visitVarInsn(Opcodes.ALOAD, driverSlot);
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                RuntimeNames.WOVEN,
                name,
                "(L" + argument + ";" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;",
                false);
    }

    /** A call whose target is known only at run time: {@code Direct.link} finds it. */
    private void linked(MethodInsnNode call) {
        int tag =
                switch (call.getOpcode()) {
                    case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
                    case Opcodes.INVOKESPECIAL -> Opcodes.H_INVOKESPECIAL;
                    case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
                    default -> Opcodes.H_INVOKEVIRTUAL;
                };
        StringBuilder desc = new StringBuilder("(");
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            String receiver =
                    call.getOpcode() == Opcodes.INVOKESPECIAL ? context.owner.name : call.owner;
            desc.append(receiver.startsWith("[") ? receiver : "L" + receiver + ";");
        }
        for (Type t : Type.getArgumentTypes(call.desc)) {
            desc.append(t.getDescriptor());
        }
        desc.append(RuntimeNames.DRIVER_DESC).append(")Ljava/lang/Object;");
        out.visitInvokeDynamicInsn(
                call.name,
                desc.toString(),
                new Handle(
                        Opcodes.H_INVOKESTATIC,
                        RuntimeNames.DIRECT,
                        "link",
                        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;)"
                                + "Ljava/lang/invoke/CallSite;",
                        false),
                new Handle(tag, call.owner, call.name, call.desc, call.itf));
    }

    /** Makes of the result on the stack what the code behind the point expects. */
    private void emitResult(Copy copy, Point p) {
        switch (p.result) {
            case OBJECT -> {}
            case RETURN -> out.visitInsn(Opcodes.ARETURN);
            case STORE_RETURN -> {
                if (target.kind == Kind.COROUTINE) {
                    out.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            RuntimeNames.COROUTINE,
                            "of",
                            "(Ljava/lang/Object;)L" + RuntimeNames.COROUTINE + ";",
                            false);
                } else {
                    out.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            RuntimeNames.FUTURE,
                            "completedFuture",
                            "(Ljava/lang/Object;)L" + RuntimeNames.FUTURE + ";",
                            false);
                }
                emitPlain(copy, code.insns[p.insn], p.insn);
            }
            case BOOLEAN -> Types.unbox(out, Type.BOOLEAN_TYPE);
            case NONE -> out.visitInsn(Opcodes.POP);
        }
    }

    // ---- saving
    // -------------------------------------------------------------------------------------

    private void emitSaves() {
        Map<String, List<Point>> groups = new LinkedHashMap<>();
        for (Point p : saves.keySet()) {
            groups.computeIfAbsent(saver.key(p, resume), k -> new ArrayList<>()).add(p);
        }
        for (List<Point> group : groups.values()) {
            Label shared = group.size() > 1 ? new Label() : null;
            Point one = group.get(0);
            BitSet kept = saver.slots(one, resume);
            if (!target.isStatic && !selfIsVariable) {
                kept.set(0);
            }
            for (Point p : group) {
                out.visitLabel(java.util.Objects.requireNonNull(saves.get(p)));
                frame(p.locals, kept, with(p.stack, RuntimeNames.OBJECT), main);
                line = 0;
                line(p.insn);
                out.visitInsn(Opcodes.POP);
                Types.push(out, p.state);
                if (shared != null && p != group.get(group.size() - 1)) {
                    out.visitJumpInsn(Opcodes.GOTO, shared);
                }
            }
            if (shared != null) {
                out.visitLabel(shared);
                frame(one.locals, kept, with(one.stack, Opcodes.INTEGER), main);
            }
            saver.emit(
                    out,
                    one,
                    resume,
                    target.isStatic ? -1 : 0,
                    frameSlot,
                    driverSlot,
                    temps,
                    this::map);
        }
    }

    private static Object[] with(Object[] stack, Object top) {
        Object[] all = Arrays.copyOf(stack, stack.length + 1);
        all[stack.length] = top;
        return all;
    }

    // ---- resuming
    // -----------------------------------------------------------------------------------

    private void emitDispatch() {
        Map<String, List<Point>> groups = new LinkedHashMap<>();
        for (Point p : analysis.points) {
            groups.computeIfAbsent(saver.layoutKey(p), k -> new ArrayList<>()).add(p);
        }
        Label[] labels = new Label[analysis.points.size()];
        Label wrong = new Label();
        for (List<Point> group : groups.values()) {
            Label l = new Label();
            for (Point p : group) {
                labels[p.state - 1] = l;
            }
        }
        firstLine();
        out.visitVarInsn(Opcodes.ILOAD, stateSlot);
        out.visitTableSwitchInsn(1, labels.length, wrong, labels);
        Object[] none = {};
        for (List<Point> group : groups.values()) {
            Point one = group.get(0);
            out.visitLabel(labels[one.state - 1]);
            frame(none, null, none, main, true);
            line = 0;
            line(one.insn);
            restore(one);
            if (group.size() == 1) {
                resumed(one);
                continue;
            }
            Label[] each = new Label[group.size()];
            int[] keys = new int[each.length];
            for (int k = 0; k < each.length; k++) {
                each[k] = new Label();
                keys[k] = group.get(k).state;
            }
            out.visitVarInsn(Opcodes.ILOAD, stateSlot);
            out.visitLookupSwitchInsn(each[0], keys, each);
            for (int k = 0; k < each.length; k++) {
                Point p = group.get(k);
                out.visitLabel(each[k]);
                frame(p.locals, null, p.stack, main, true);
                line = 0;
                line(p.insn);
                resumed(p);
            }
        }
        out.visitLabel(wrong);
        frame(none, null, none, main, true);
        firstLine();
        out.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
        out.visitInsn(Opcodes.DUP);
        out.visitLdcInsn(
                "resumed in no state of "
                        + target.owner.name.replace('/', '.')
                        + "."
                        + target.method.name);
        out.visitMethodInsn(
                Opcodes.INVOKESPECIAL,
                "java/lang/IllegalStateException",
                "<init>",
                "(Ljava/lang/String;)V",
                false);
        out.visitInsn(Opcodes.ATHROW);
    }

    private void firstLine() {
        line = 0;
        for (int i = 0; i < code.insns.length && line == 0; i++) {
            line(i);
        }
    }

    private void restore(Point p) {
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        for (FieldPlan.Local l : layout.locals()) {
            load(l.field());
            out.visitVarInsn(Types.store(l.type()), map(l.slot()));
        }
        for (int slot : layout.nullLocals()) {
            out.visitInsn(Opcodes.ACONST_NULL);
            out.visitVarInsn(Opcodes.ASTORE, map(slot));
        }
        for (FieldPlan.Field f : layout.stack()) {
            if (f == null) {
                out.visitInsn(Opcodes.ACONST_NULL);
            } else {
                load(f);
            }
        }
    }

    private void load(FieldPlan.Field f) {
        out.visitVarInsn(Opcodes.ALOAD, frameSlot);
        out.visitFieldInsn(Opcodes.GETFIELD, target.coroutine, f.name, f.descriptor);
    }

    /**
     * Takes the value, or throws the exception, within the try ranges of the point; then goes on.
     */
    private void resumed(Point p) {
        int block = code.blockOf[p.insn];
        Copy copy = copyAround(block);
        Label start = new Label();
        out.visitLabel(start);
        out.visitVarInsn(Opcodes.ALOAD, valueSlot);
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                RuntimeNames.WOVEN,
                "check",
                "(Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        Label end = new Label();
        out.visitLabel(end);
        pieces.add(new Piece(copy, block, start, end));
        emitResult(copy, p);
        if (p.result != Point.Result.RETURN) {
            out.visitJumpInsn(Opcodes.GOTO, jump(copy, block + 1));
        }
    }

    // ---- tables
    // -------------------------------------------------------------------------------------

    private void finish() {
        for (int t = 0; t < code.tries.size(); t++) {
            Code.Try one = code.tries.get(t);
            TryCatchBlockNode last = null;
            Piece before = null;
            for (Piece p : pieces) {
                if (Arrays.binarySearch(code.handlers[p.block], t) < 0) {
                    continue;
                }
                Label handler = jump(p.copy, code.blockOf[one.handler()]);
                if (last != null
                        && before != null
                        && last.handler == node(handler)
                        && adjacent(before.end, p.start)) {
                    last.end = node(p.end);
                } else {
                    last =
                            new TryCatchBlockNode(
                                    node(p.start), node(p.end), node(handler), one.type());
                    out.tryCatchBlocks.add(last);
                }
                before = p;
            }
        }
        variables();
        out.visitMaxs(0, 0);
    }

    /** Whether no instruction lies between two labels. */
    private boolean adjacent(Label end, Label start) {
        AbstractInsnNode n = node(end);
        AbstractInsnNode stop = node(start);
        while (n != null && n != stop && n.getOpcode() < 0) {
            n = n.getNext();
        }
        return n == stop;
    }

    private static LabelNode node(Label label) {
        if (!(label.info instanceof LabelNode)) {
            label.info = new LabelNode(label);
        }
        return (LabelNode) label.info;
    }

    private void variables() {
        List<LocalVariableNode> all = new ArrayList<>();
        for (Code.Variable v : code.variables) {
            LocalVariableNode last = null;
            Piece before = null;
            for (Piece p : pieces) {
                int start = Math.max(v.start(), code.starts[p.block]);
                int end = Math.min(v.end(), code.starts[p.block + 1]);
                if (start >= end || p.start != p.copy.labels.get(p.block)) {
                    continue;
                }
                Label from = start == code.starts[p.block] ? p.start : p.copy.marks.get(start);
                Label to = end == code.starts[p.block + 1] ? p.end : p.copy.marks.get(end);
                if (from == null || to == null) {
                    continue;
                }
                if (last != null
                        && before != null
                        && from == p.start
                        && adjacent(before.end, p.start)
                        && last.end == node(before.end)) {
                    last.end = node(to);
                } else {
                    last =
                            new LocalVariableNode(
                                    v.name(),
                                    v.desc(),
                                    v.signature(),
                                    node(from),
                                    node(to),
                                    map(v.index()));
                    all.add(last);
                }
                before = p;
            }
        }
        out.localVariables = all;
    }
}
