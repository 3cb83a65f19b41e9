package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.LabelNode;

/**
 * The fields of a coroutine class, and which of them holds which value in which state. Takes the points with what is
 * live at them.
 *
 * <pre>
 *   state           0      1      2           field
 *   url  String     x      x                  url_or_text   one type, never in the same state
 *   text String                   x           url_or_text
 *   n    int               x      x           n
 * </pre>
 *
 * <p>A field has exactly the type that the stack map gives the value, so that nothing is cast and no class is loaded.
 * Values of one type that are never alive in the same state share a field, which is named after all of them.
 */
public final class FieldPlan {
    /** A field. */
    public static final class Field {
        public final String descriptor;
        final List<String> names = new ArrayList<>();
        public final BitSet states = new BitSet();
        public final int index;
        private String name = "";

        Field(String descriptor, int index) {
            this.descriptor = descriptor;
            this.index = index;
        }

        /** Made of the names of the variables that it holds. */
        public String name() {
            return name;
        }
    }

    /** What is saved in one state; null entries are null constants. */
    public record Layout(@Nullable Field[] stack, List<Local> locals, List<Integer> nullLocals) {}

    /** A saved local. */
    public record Local(int slot, Object type, Field field) {}

    public static final String SELF = "self";

    public final List<Field> fields = new ArrayList<>();

    /** Fields of the arguments, in order. */
    public final Field[] arguments;

    /** By state. */
    public final Layout[] layouts;

    FieldPlan(AsyncMethod target, Code code, List<Point> points) {
        Values values = new Values();
        List<Value> parameters = parameters(target, code, values);
        List<Kept> kept = new ArrayList<>();
        for (Point p : points) {
            kept.add(new Kept(p, stack(p, values), locals(p, target, code, values)));
        }
        assign(values.inOrder);
        arguments = parameters.stream().map(Value::field).toArray(Field[]::new);
        layouts = new Layout[points.size() + 1];
        for (Kept k : kept) {
            layouts[k.point.state] = k.layout();
        }
    }

    private static List<Value> parameters(AsyncMethod target, Code code, Values values) {
        List<Value> parameters = new ArrayList<>();
        int slot = target.isStatic ? 0 : 1;
        for (int k = 0; k < target.arguments.length; k++) {
            String d = fieldDescriptor(target.arguments[k]);
            parameters.add(values.add("local" + slot + d, d, parameterName(target, code, k, slot), 0));
            slot += target.arguments[k].getSize();
        }
        return parameters;
    }

    private static @Nullable Value[] stack(Point p, Values values) {
        Value[] stack = new Value[p.stack.length];
        for (int k = 0; k < stack.length; k++) {
            String d = Types.descriptor(p.stack[k]);
            if (d != null) {
                stack[k] = values.add("stack" + k + d, d, "stack$" + k, p.state);
            }
        }
        return stack;
    }

    private static Map<Integer, Value> locals(Point p, AsyncMethod target, Code code, Values values) {
        Map<Integer, Value> live = new LinkedHashMap<>();
        for (int s = target.isStatic || code.selfIsVariable() ? 0 : 1; s < p.locals.length; s++) {
            Object type = p.locals[s];
            String d = type == null ? null : Types.descriptor(type);
            if (d != null) {
                String name = code.name(s, Math.min(p.insn + 1, code.insns.length - 1));
                live.put(s, values.add("local" + s + d, d, name == null ? "local" + s : name, p.state));
            }
        }
        return live;
    }

    /** What is kept at a point, while the fields are not yet known. */
    private record Kept(Point point, @Nullable Value[] stack, Map<Integer, Value> locals) {
        Layout layout() {
            Field[] fields = new Field[stack.length];
            for (int k = 0; k < fields.length; k++) {
                Value v = stack[k];
                fields[k] = v == null ? null : v.field();
            }
            List<Local> saved = new ArrayList<>();
            locals.forEach((slot, v) -> saved.add(new Local(slot, point.locals[slot], v.field())));
            List<Integer> nulls = new ArrayList<>();
            for (int s = 0; s < point.locals.length; s++) {
                if (point.locals[s] == Opcodes.NULL) {
                    nulls.add(s);
                }
            }
            return new Layout(fields, saved, nulls);
        }
    }

    /** What needs a field in some states: a local of one type, a place on the stack. */
    private static final class Value {
        final String descriptor;
        final Set<String> names = new LinkedHashSet<>();
        final BitSet states = new BitSet();

        @Nullable
        Field field;

        Value(String descriptor) {
            this.descriptor = descriptor;
        }

        Field field() {
            return Objects.requireNonNull(field);
        }
    }

    /** All values, each once. */
    private static final class Values {
        final List<Value> inOrder = new ArrayList<>();
        private final Map<String, Value> byKey = new HashMap<>();

        Value add(String key, String descriptor, String name, int state) {
            Value v = byKey.get(key);
            if (v == null) {
                v = new Value(descriptor);
                byKey.put(key, v);
                inOrder.add(v);
            }
            v.names.add(name);
            v.states.set(state);
            return v;
        }
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
        Set<String> taken = new HashSet<>(Set.of(RuntimeNames.STATE, RuntimeNames.PARENT, SELF));
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
    private static String fieldDescriptor(Type type) {
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

    private static @Nullable LabelNode firstLabel(AsyncMethod target) {
        return target.method.instructions.size() > 0 && target.method.instructions.getFirst() instanceof LabelNode l
                ? l
                : null;
    }
}
