package dev.jacquard.weaver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a coroutine class, and which of them holds which value in which state.
 *
 * <p>A field has exactly the type that the stack map gives the value, so that nothing is cast and
 * no class is loaded. Values of one type that are never alive in the same state share a field,
 * which is named after all of them.
 */
final class FieldPlan {
    /** A field. */
    static final class Field {
        final String descriptor;
        final List<String> names = new ArrayList<>();
        final BitSet states = new BitSet();
        final int index;
        String name = "";

        Field(String descriptor, int index) {
            this.descriptor = descriptor;
            this.index = index;
        }
    }

    /** What is saved in one state; null entries are null constants. */
    record Layout(@Nullable Field[] stack, List<Local> locals, List<Integer> nullLocals) {}

    /** A saved local. */
    record Local(int slot, Object type, Field field) {}

    static final String SELF = "self";

    final List<Field> fields = new ArrayList<>();

    /** Fields of the arguments, in order. */
    final Field[] arguments;

    /** By state. */
    final Layout[] layouts;

    FieldPlan(AsyncMethod target, Code code, List<Point> points) {
        Map<String, Value> values = new HashMap<>();
        List<Value> order = new ArrayList<>();
        int slot = target.isStatic ? 0 : 1;
        arguments = new Field[target.arguments.length];
        Value[] parameters = new Value[arguments.length];
        for (int k = 0; k < arguments.length; k++) {
            String d = fieldDescriptor(target.arguments[k]);
            Value v =
                    value(
                            values,
                            order,
                            "local" + slot + d,
                            d,
                            parameterName(target, code, k, slot));
            v.states.set(0);
            parameters[k] = v;
            slot += target.arguments[k].getSize();
        }
        List<Value[]> stacks = new ArrayList<>();
        List<List<Value>> locals = new ArrayList<>();
        boolean selfIsVariable = Weaver.selfIsVariable(target, code);
        for (Point p : points) {
            Value[] stack = new Value[p.stack.length];
            for (int k = 0; k < stack.length; k++) {
                String d = Types.descriptor(p.stack[k]);
                if (d != null) {
                    stack[k] = value(values, order, "stack" + k + d, d, "stack$" + k);
                    stack[k].states.set(p.state);
                }
            }
            stacks.add(stack);
            List<Value> live = new ArrayList<>();
            for (int s = target.isStatic || selfIsVariable ? 0 : 1; s < p.locals.length; s++) {
                Object type = p.locals[s];
                String d = type == null ? null : Types.descriptor(type);
                if (d != null) {
                    String name = code.name(s, Math.min(p.insn + 1, code.insns.length - 1));
                    Value v =
                            value(
                                    values,
                                    order,
                                    "local" + s + d,
                                    d,
                                    name == null ? "local" + s : name);
                    v.states.set(p.state);
                    v.slot = s;
                    live.add(v);
                }
            }
            locals.add(live);
        }
        assign(order);
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = parameters[k].field();
        }
        layouts = new Layout[points.size() + 1];
        for (int k = 0; k < points.size(); k++) {
            Point p = points.get(k);
            Value[] stack = stacks.get(k);
            Field[] fs = new Field[stack.length];
            for (int j = 0; j < fs.length; j++) {
                fs[j] = stack[j] == null ? null : stack[j].field();
            }
            List<Local> ls = new ArrayList<>();
            for (Value v : locals.get(k)) {
                ls.add(new Local(v.slot, p.locals[v.slot], v.field()));
            }
            List<Integer> nulls = new ArrayList<>();
            for (int s = 0; s < p.locals.length; s++) {
                if (p.locals[s] == org.objectweb.asm.Opcodes.NULL) {
                    nulls.add(s);
                }
            }
            layouts[p.state] = new Layout(fs, ls, nulls);
        }
    }

    private static final class Value {
        final String descriptor;
        final Set<String> names = new java.util.LinkedHashSet<>();
        final BitSet states = new BitSet();
        int slot;
        @Nullable Field field;

        Value(String descriptor) {
            this.descriptor = descriptor;
        }

        Field field() {
            return Objects.requireNonNull(field);
        }
    }

    private static Value value(
            Map<String, Value> values,
            List<Value> order,
            String key,
            String descriptor,
            String name) {
        Value v = values.get(key);
        if (v == null) {
            v = new Value(descriptor);
            values.put(key, v);
            order.add(v);
        }
        v.names.add(name);
        return v;
    }

    /** First fit: a value takes the first field of its type that is free in all its states. */
    private void assign(List<Value> order) {
        for (Value v : order) {
            Field free = null;
            for (Field f : fields) {
                if (f.descriptor.equals(v.descriptor) && !f.states.intersects(v.states)) {
                    free = f;
                    break;
                }
            }
            if (free == null) {
                free = new Field(v.descriptor, fields.size());
                fields.add(free);
            }
            free.states.or(v.states);
            for (String n : v.names) {
                if (!free.names.contains(n)) {
                    free.names.add(n);
                }
            }
            v.field = free;
        }
        Set<String> taken = new HashSet<>(Set.of("state", "parent", SELF));
        for (Field f : fields) {
            String base = String.join("_or_", f.names.subList(0, Math.min(3, f.names.size())));
            String name = base;
            for (int k = 2; !taken.add(name); k++) {
                name = base + "$" + k;
            }
            f.name = name;
        }
    }

    /** Small integers live in an int slot once they are variables, and so in an int field. */
    private static String fieldDescriptor(org.objectweb.asm.Type type) {
        return Objects.requireNonNull(Types.descriptor(Types.of(type)));
    }

    private static String parameterName(AsyncMethod target, Code code, int index, int slot) {
        if (target.method.localVariables != null) {
            for (var v : target.method.localVariables) {
                if (v.index == slot && v.start == firstLabel(target)) {
                    return v.name;
                }
            }
        }
        String name = code.name(slot, 0);
        if (name != null) {
            return name;
        }
        if (target.method.parameters != null && index < target.method.parameters.size()) {
            return target.method.parameters.get(index).name;
        }
        return "local" + slot;
    }

    private static org.objectweb.asm.tree.@Nullable LabelNode firstLabel(AsyncMethod target) {
        return target.method.instructions.size() > 0
                        && target.method.instructions.getFirst()
                                instanceof org.objectweb.asm.tree.LabelNode l
                ? l
                : null;
    }
}
