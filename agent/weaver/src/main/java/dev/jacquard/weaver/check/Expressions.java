package dev.jacquard.weaver.check;

import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Origins;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The expressions that values come from: as keys, of which two that meet are taken for the same object, and as text for
 * people.
 *
 * <pre>
 *   this.lock.lock()                         this.lock
 *   Lock l = locks[i]; l.lock()              this.locks[i]
 *   (c ? a : b).lock()                       a or b
 *   rw.readLock().lock()                     this.rw.readLock()
 * </pre>
 */
final class Expressions {
    /** Of expressions within each other; behind that an instruction stands for itself. */
    private static final int MAX_DEPTH = 8;

    private final String owner;
    private final boolean isStatic;
    private final Code code;
    private final Origins origins;

    Expressions(String owner, Code code) {
        this.owner = owner;
        this.code = code;
        this.isStatic = (code.method.access & Opcodes.ACC_STATIC) != 0;
        this.origins = new Origins(owner, code);
    }

    Origins origins() {
        return origins;
    }

    /** The height of the stack with a call's receiver on top. */
    int receiver(int call) {
        MethodInsnNode m = (MethodInsnNode) code.insns[call];
        return origins.height(call) - Type.getArgumentTypes(m.desc).length;
    }

    // ---- keys -----------------------------------------------------------------------------------

    /** What the value at a height of the stack before an instruction may be. */
    Set<String> keys(int at, int height) {
        return keys(at, height, 0);
    }

    private Set<String> keys(int at, int height, int depth) {
        Set<String> keys = new TreeSet<>();
        for (int p : origins.producers(at, height)) {
            add(keys, p, depth);
        }
        return keys;
    }

    private void add(Set<String> keys, int p, int depth) {
        AbstractInsnNode n = code.insns[p];
        int op = n.getOpcode();
        if (depth > MAX_DEPTH) {
            keys.add("@" + p);
        } else if (op == Opcodes.CHECKCAST || op == Opcodes.DUP) {
            keys.addAll(keys(p, origins.height(p), depth + 1));
        } else if (n instanceof VarInsnNode load) {
            addVariable(keys, load, p, depth);
        } else if (op != Opcodes.ACONST_NULL) {
            keys.add(key(n, p, depth));
        }
    }

    private void addVariable(Set<String> keys, VarInsnNode load, int p, int depth) {
        List<Integer> stores = origins.stores(load.var, p);
        if (stores.isEmpty()) {
            keys.add("argument " + load.var);
        }
        for (int store : stores) {
            if (code.insns[store] instanceof VarInsnNode) {
                keys.addAll(keys(store, origins.height(store), depth + 1));
            } else {
                keys.add("@" + store);
            }
        }
    }

    private String key(AbstractInsnNode n, int p, int depth) {
        if (n instanceof FieldInsnNode f) {
            String of = n.getOpcode() == Opcodes.GETSTATIC ? f.owner : below(p, 0, depth);
            return of + "." + f.name;
        }
        if (n instanceof MethodInsnNode m && !m.name.equals("<init>")) {
            return call(m, p, depth);
        }
        if (n.getOpcode() == Opcodes.AALOAD) {
            return below(p, 1, depth) + below(p, 0, depth);
        }
        String constant = constant(n);
        return constant == null ? "@" + p : constant;
    }

    private String call(MethodInsnNode m, int p, int depth) {
        StringBuilder key = new StringBuilder();
        int count = Type.getArgumentTypes(m.desc).length;
        key.append(m.getOpcode() == Opcodes.INVOKESTATIC ? m.owner : below(p, count, depth));
        key.append('.').append(m.name);
        for (int k = count - 1; k >= 0; k--) {
            key.append(below(p, k, depth));
        }
        return key.append("()").toString();
    }

    private String below(int p, int values, int depth) {
        return keys(p, origins.height(p) - values, depth + 1).toString();
    }

    /** A constant's text, or null. */
    static @Nullable String constant(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof LdcInsnNode c) {
            return "#" + c.cst;
        }
        if (n instanceof IntInsnNode i && op != Opcodes.NEWARRAY) {
            return "#" + i.operand;
        }
        if (op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5) {
            return "#" + (op - Opcodes.ICONST_0);
        }
        return op == Opcodes.LCONST_0 || op == Opcodes.LCONST_1 ? "#" + (op - Opcodes.LCONST_0) : null;
    }

    // ---- text -----------------------------------------------------------------------------------

    /** The value at a height of the stack before an instruction, as the source might say it. */
    String text(int at, int height) {
        return text(at, height, 0);
    }

    private String text(int at, int height, int depth) {
        List<Integer> producers = origins.producers(at, height);
        if (producers.size() != 1 || depth > MAX_DEPTH) {
            return "...";
        }
        int p = producers.get(0);
        AbstractInsnNode n = code.insns[p];
        int top = origins.height(p);
        if (n.getOpcode() == Opcodes.CHECKCAST || n.getOpcode() == Opcodes.DUP) {
            return text(p, top, depth + 1);
        }
        if (n instanceof VarInsnNode load) {
            return variable(load, p, depth);
        }
        if (n instanceof FieldInsnNode f) {
            boolean ofClass = n.getOpcode() == Opcodes.GETSTATIC;
            return prefix(ofClass ? f.owner : null, p, top, depth) + f.name;
        }
        if (n instanceof MethodInsnNode m && !m.name.equals("<init>")) {
            int count = Type.getArgumentTypes(m.desc).length;
            boolean ofClass = n.getOpcode() == Opcodes.INVOKESTATIC;
            return prefix(ofClass ? m.owner : null, p, top - count, depth) + m.name + (count == 0 ? "()" : "(...)");
        }
        if (n.getOpcode() == Opcodes.AALOAD) {
            return text(p, top - 1, depth + 1) + "[...]";
        }
        return n instanceof TypeInsnNode made && n.getOpcode() == Opcodes.NEW
                ? "new " + simple(made.desc) + "(...)"
                : "...";
    }

    /** What stands before a member's name: a class, an object, nothing where none is needed. */
    private String prefix(@Nullable String type, int at, int height, int depth) {
        String of = type == null ? text(at, height, depth + 1) : simple(type);
        boolean own = type == null ? of.equals("this") : type.equals(owner);
        return own ? "" : of + ".";
    }

    private String variable(VarInsnNode load, int p, int depth) {
        String name = code.name(load.var, p);
        if (name != null) {
            return name;
        }
        if (load.var == 0 && !isStatic) {
            return "this";
        }
        List<Integer> stores = origins.stores(load.var, p);
        return stores.size() == 1 ? text(stores.get(0), origins.height(stores.get(0)), depth + 1) : "...";
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('/') + 1).replace('$', '.');
    }

    /** Whether one of these values is among the topmost before an instruction. */
    boolean anyIs(int insn, int topmost, Set<String> wanted) {
        for (int k = 0; k < topmost; k++) {
            if (meet(keys(insn, origins.height(insn) - k), wanted)) {
                return true;
            }
        }
        return false;
    }

    static boolean meet(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }
}
