package dev.jacquard.weavingtests.random;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Writes expressions of a wanted type, with awaits anywhere in them. */
final class Expressions {
    /** Where awaits would be too few otherwise. */
    private static final Set<Feature> RARE = EnumSet.of(
            Feature.WHILE_CONDITION,
            Feature.DO_CONDITION,
            Feature.RESOURCE_INIT,
            Feature.TRY_IN_SWITCH_EXPRESSION,
            Feature.FOR_INIT,
            Feature.FOR_CONDITION,
            Feature.FOR_UPDATE,
            Feature.FOREACH_SOURCE,
            Feature.THROW_ARGUMENT,
            Feature.RETURN_IN_TRY_WITH_FINALLY,
            Feature.SHORT_CIRCUIT,
            Feature.SWITCH_EXPRESSION_SELECTOR,
            Feature.IN_SWITCH_EXPRESSION_INT,
            Feature.IN_SWITCH_EXPRESSION_STRING,
            Feature.IN_SWITCH_EXPRESSION_ENUM,
            Feature.NESTED_NEW,
            Feature.ARRAY_INDEX,
            Feature.COMPOUND_LOCAL,
            Feature.COMPOUND_FIELD,
            Feature.COMPOUND_ELEMENT,
            Feature.ASSIGNMENT_EXPRESSION,
            Feature.INSTANCE_OF,
            Feature.PATTERN,
            Feature.BELOW_BOOLEAN,
            Feature.BELOW_FLOAT,
            Feature.BELOW_REFERENCE);

    private final Writer w;
    private final Statements statements;

    Expressions(Writer w, Statements statements) {
        this.w = w;
        this.statements = statements;
    }

    /** An expression of exactly this type. */
    String of(Kind kind, int depth) {
        boolean rare = RARE.contains(w.innermost());
        if (depth < 0 || (depth == 0 && !rare)) {
            return leaf(kind);
        }
        if (w.mayAwait && w.chance(rare ? 0.6 : 0.22)) {
            return awaited(kind, depth);
        }
        if (depth == 0) {
            return leaf(kind);
        }
        switch (w.below(14)) {
            case 0:
            case 1:
                return leaf(kind);
            case 2:
                return ternary(kind, depth);
            case 3:
                return w.chance(0.4) ? switchExpression(kind, depth) : operation(kind, depth);
            case 4:
                return "same(" + w.in(Feature.CALL_ARGUMENT, () -> boxedArgument(kind, depth - 1)) + ")";
            case 5:
                String assigned = assignable(kind);
                return assigned == null
                        ? operation(kind, depth)
                        : w.in(Feature.ASSIGNMENT_EXPRESSION, () -> "(" + assigned + " = " + of(kind, depth - 1) + ")");
            default:
                return operation(kind, depth);
        }
    }

    private String boxedArgument(Kind kind, int depth) {
        return "(" + kind.boxed + ") " + paren(of(kind, depth));
    }

    private static String paren(String e) {
        return "(" + e + ")";
    }

    /** A condition. */
    String condition(int depth) {
        return of(Kind.BOOLEAN, depth);
    }

    /** One await of this type, whatever else. */
    String awaited(Kind kind, int depth) {
        int what = w.below(20);
        if (what < 6 && !w.methods.isEmpty()) {
            String call = call(kind, depth - 1);
            if (call != null) {
                return call;
            }
        }
        if (what < 9 && w.lambdaDepth < 2 && w.size > 0) {
            return lambda(kind, depth - 1);
        }
        if (what == 9) {
            int outer = w.site(kind);
            String inner = w.in(Feature.AWAIT_OF_AWAIT, () -> point(kind, of(kind, depth - 2)));
            return "await(await(Points.<Awaitable<" + kind.boxed + ">>point(" + outer + ", " + inner + ")))";
        }
        if (what == 10) {
            int site = w.site(kind);
            w.sites.get(site).add(Feature.STAGE);
            return "await(Points.<" + kind.boxed + ">stage(" + site + ", " + of(kind, depth - 1) + "))";
        }
        if (what == 11) {
            return "Asyncio.await(" + point(kind, of(kind, depth - 1)) + ", RuntimeException.class)";
        }
        return "await(" + point(kind, of(kind, depth - 1)) + ")";
    }

    private String point(Kind kind, String value) {
        String caller = w.lambdaDepth == 0 || w.chance(0.5) ? "caller, " : "";
        return "Points.<" + kind.boxed + ">point(" + w.site(kind) + ", " + caller + value + ")";
    }

    // ---- calls ----------------------------------------------------------------------------------

    /** An awaited call of a generated method with this result, or null if there is none. */
    private String call(Kind kind, int depth) {
        String call = coroutine(kind, depth);
        return call == null ? null : call.startsWith("?") ? call.substring(1) : "await(" + call + ")";
    }

    /** A type that some method gives that can be called without fuel, or any. */
    Kind resultOfLaterMethod() {
        List<Method> later =
                w.methods.stream().filter(m -> m.index() > w.method.index()).toList();
        return later.isEmpty()
                ? Kind.any(w.random)
                : later.get(w.below(later.size())).result();
    }

    /**
     * A call of a generated method. One that might recurse for ever is guarded by fuel, and then awaited already, which
     * a question mark in front tells.
     */
    String coroutine(Kind kind, int depth) {
        List<Method> fitting = w.methods.stream()
                .filter(m -> m.result() == kind || m.place() == Method.Place.GENERIC)
                .toList();
        if (fitting.isEmpty()) {
            return null;
        }
        Method target = fitting.get(w.below(fitting.size()));
        boolean forward = target.index() > w.method.index();
        Supplier<String> text = () -> callText(target, kind, depth, forward);
        if (forward) {
            return text.get();
        }
        return w.in(Feature.RECURSIVE_CALL, () -> "?(fuel > 0 ? await(" + text.get() + ") : " + literal(kind) + ")");
    }

    private String callText(Method target, Kind kind, int depth, boolean forward) {
        Method.Place place = target.place();
        boolean fromProgram = !w.self.endsWith(" this)");
        String receiver;
        Feature how = place.call;
        if (place.isStatic()) {
            receiver = w.className + ".";
        } else if (place == Method.Place.INNER) {
            receiver = w.self + ".new Inner().";
        } else if (place == Method.Place.OVERRIDE
                && w.lambdaDepth == 0
                && w.self.equals("this")
                && fromProgram
                && w.chance(0.8)) {
            receiver = "super.";
            how = Feature.SUPER_CALL;
        } else if (place == Method.Place.PRIVATE && !fromProgram) {
            receiver = w.self + ".relay"; // private members of the program are out of reach of its
            // base
        } else if (place == Method.Place.INTERFACE && w.chance(0.6)) {
            receiver = "((" + w.className + "Face) " + w.self + ").";
        } else {
            receiver = w.self + ".";
        }
        return openCall(receiver, target, kind, depth, forward, how);
    }

    private String openCall(String receiver, Method target, Kind kind, int depth, boolean forward, Feature how) {
        StringJoiner args = new StringJoiner(", ", receiver + target.name() + "(", ")");
        if (target.place().isStatic()) {
            args.add(w.self);
        }
        args.add(Integer.toString(w.in(how, () -> w.site(kind))));
        args.add(forward ? "fuel" : "fuel - 1");
        int[] wide = {0};
        int parameter = 0;
        if (target.place() == Method.Place.GENERIC) {
            args.add(w.in(Feature.AWAITED_CALL_ARGUMENT, () -> boxedArgument(kind, depth)));
            parameter = 1;
        }
        for (Kind k : target.parameters().subList(parameter, target.parameters().size())) {
            args.add(w.in(Feature.AWAITED_CALL_ARGUMENT, () -> of(k, depth)));
            if (k.isWide()) {
                w.wideBelow++;
                wide[0]++;
            }
        }
        w.wideBelow -= wide[0];
        return args.toString();
    }

    private String lambda(Kind kind, int depth) {
        List<Variable> outer = w.scope;
        boolean outerCaptures = w.captures;
        int wide = w.wideBelow;
        w.wideBelow = 0;
        w.scope = new java.util.ArrayList<>(
                outer.stream().filter(Variable::isFinal).toList());
        w.captures = !w.scope.isEmpty();
        w.lambdaDepth++;
        Feature feature = w.lambdaDepth > 1
                ? Feature.IN_NESTED_LAMBDA
                : w.captures ? Feature.IN_CAPTURING_LAMBDA : Feature.IN_LAMBDA;
        String text = w.in(feature, () -> {
            String type = "ThrowingAsyncCallable<" + kind.boxed + ", Exception>";
            if (w.chance(0.4)) {
                return "await(((" + type + ") () -> Coroutine.<" + kind.boxed + ">of(" + of(kind, depth) + ")).call())";
            }
            String body = w.captured(() -> statements.body(kind, 1 + w.below(3), depth));
            return "await(((" + type + ") () -> {\n" + body + "    }).call())";
        });
        w.lambdaDepth--;
        w.captures = outerCaptures;
        w.scope = outer;
        w.wideBelow = wide;
        return text;
    }

    // ---- operations by type ---------------------------------------------------------------------

    private String binary(Kind kind, Kind operand, String operator, int depth) {
        String left = of(operand, depth - 1);
        if (operand.isWide()) {
            w.wideBelow++;
        }
        String right = w.in(operand.below, () -> of(operand, depth - 1));
        if (operand.isWide()) {
            w.wideBelow--;
        }
        return "(" + left + " " + operator + " " + right + ")";
    }

    private String ternary(Kind kind, int depth) {
        String c = w.in(Feature.TERNARY_CONDITION, () -> condition(depth - 1));
        String branches = w.in(Feature.TERNARY_BRANCH, () -> of(kind, depth - 1) + " : " + of(kind, depth - 1));
        return "(" + c + " ? " + branches + ")";
    }

    private String operation(Kind kind, int depth) {
        switch (kind) {
            case BOOLEAN:
                return booleanOperation(depth);
            case BYTE:
            case CHAR:
            case SHORT:
                return cast(kind, Kind.INT, depth);
            case INT:
                return intOperation(depth);
            case LONG:
                if (w.chance(0.15)) {
                    return "l(" + of(Kind.LONG, depth - 1) + ")";
                }
                if (w.chance(0.2)) {
                    return cast(kind, w.oneOf(Kind.INT, Kind.DOUBLE, Kind.FLOAT), depth);
                }
                return updated(Kind.LONG, depth, w.oneOf("+", "-", "*", "/", "%", "&", "|", "^"));
            case FLOAT:
                if (w.chance(0.3)) {
                    return cast(kind, w.oneOf(Kind.INT, Kind.DOUBLE, Kind.LONG), depth);
                }
                return updated(Kind.FLOAT, depth, w.oneOf("+", "-", "*", "/"));
            case DOUBLE:
                if (w.chance(0.3)) {
                    return cast(kind, w.oneOf(Kind.INT, Kind.FLOAT, Kind.LONG), depth);
                }
                return updated(Kind.DOUBLE, depth, w.oneOf("+", "-", "*", "/"));
            case STRING:
                return stringOperation(depth);
            case ARRAY:
                return w.in(
                        Feature.ARRAY_INITIALISER,
                        () -> "new int[] {"
                                + of(Kind.INT, depth - 1)
                                + ", "
                                + of(Kind.INT, depth - 1)
                                + ", "
                                + of(Kind.INT, 0)
                                + "}");
            case OBJECT:
                Kind any = w.oneOf(Kind.STRING, Kind.INT, Kind.LONG, Kind.BOX, Kind.DOUBLE);
                return "((Object) " + paren(of(any, depth - 1)) + ")";
            default:
                return boxOperation(depth);
        }
    }

    /** An operand above another of its type. */
    private String above(Kind kind, int depth) {
        int wide = w.wideBelow;
        w.wideBelow += kind.isWide() ? 1 : 0;
        String e = of(kind, depth - 1);
        w.wideBelow = wide;
        return e;
    }

    private String cast(Kind to, Kind from, int depth) {
        String e = w.in(Feature.CAST, () -> of(from, depth - 1));
        return "((" + to.type + ") (" + from.type + ") " + paren(e) + ")";
    }

    /** An operation, or a compound assignment of a variable, a field or an element. */
    private String updated(Kind kind, int depth, String operator) {
        if (w.chance(0.4)) {
            switch (w.below(3)) {
                case 0:
                    String v = assignable(kind);
                    if (v != null) {
                        return w.in(
                                Feature.COMPOUND_LOCAL,
                                () -> "(" + v + " " + operator + "= " + above(kind, depth) + ")");
                    }
                    break;
                case 1:
                    return w.in(
                            Feature.COMPOUND_FIELD,
                            () -> "(" + w.self + "." + field(kind) + " " + operator + "= " + above(kind, depth) + ")");
                default:
                    if (kind == Kind.INT) {
                        String array = array(depth);
                        return w.in(
                                Feature.COMPOUND_ELEMENT,
                                () -> "(" + array + " " + operator + "= " + of(kind, depth - 1) + ")");
                    }
            }
        }
        return binary(kind, kind, operator, depth);
    }

    private String array(int depth) {
        String a = w.chance(0.5) ? w.self + ".fa" : leaf(Kind.ARRAY);
        if (!a.matches("[\\w.()]+|\\(\\(\\w+\\) this\\)\\.fa")) {
            a = w.self + ".fa";
        }
        String index = w.in(Feature.ARRAY_INDEX, () -> of(Kind.INT, Math.min(1, depth - 1)));
        return a + "[(" + index + ")" + (w.chance(0.95) ? " & 1" : "") + "]";
    }

    private String intOperation(int depth) {
        switch (w.below(13)) {
            case 0:
                return "i(" + of(Kind.INT, depth - 1) + ")";
            case 1:
                Kind from = w.oneOf(Kind.LONG, Kind.DOUBLE, Kind.FLOAT, Kind.SHORT, Kind.CHAR, Kind.BYTE);
                return cast(Kind.INT, from, depth);
            case 2:
                return w.in(Feature.RECEIVER, () -> "String.valueOf(" + of(Kind.STRING, depth - 1) + ").length()");
            case 3:
                return array(depth);
            case 4:
                String v = assignable(Kind.INT);
                return v == null ? literal(Kind.INT) : w.oneOf(v + "++", v + "--", "(++" + v + ")");
            case 5:
                return w.in(Feature.RECEIVER, () -> "(" + of(Kind.BOX, depth - 1) + ").sum()");
            case 6:
                String p = w.fresh("p");
                return w.in(
                        Feature.PATTERN,
                        () -> "("
                                + of(Kind.OBJECT, depth - 1)
                                + " instanceof Integer "
                                + p
                                + " ? "
                                + p
                                + " + "
                                + of(Kind.INT, depth - 1)
                                + " : "
                                + of(Kind.INT, 0)
                                + ")");
            case 7:
                return w.in(Feature.CALL_ARGUMENT, () -> {
                    String l = of(Kind.LONG, depth - 1);
                    String d = of(Kind.DOUBLE, depth - 1);
                    w.wideBelow += 2;
                    String rest = of(Kind.INT, depth - 1)
                            + ", "
                            + of(Kind.STRING, depth - 1)
                            + ", "
                            + of(Kind.OBJECT, depth - 1);
                    w.wideBelow -= 2;
                    return "mix(" + l + ", " + d + ", " + rest + ").length()";
                });
            case 8:
                return w.chance(0.3)
                        ? "checked(" + of(Kind.INT, depth - 1) + ")"
                        : "(-" + paren(of(Kind.INT, depth - 1)) + ")";
            default:
                return updated(
                        Kind.INT, depth, w.oneOf("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>", "+"));
        }
    }

    private String booleanOperation(int depth) {
        switch (w.below(8)) {
            case 0:
                return "(!" + of(Kind.BOOLEAN, depth - 1) + ")";
            case 1:
            case 2:
                String op = w.oneOf(" && ", " || ");
                String left = of(Kind.BOOLEAN, depth - 1);
                return "(" + left + op + w.in(Feature.SHORT_CIRCUIT, () -> of(Kind.BOOLEAN, depth - 1)) + ")";
            case 3:
                return w.in(
                        Feature.INSTANCE_OF,
                        () -> "("
                                + of(Kind.OBJECT, depth - 1)
                                + " instanceof "
                                + w.oneOf("String", "Integer", "Box")
                                + ")");
            case 4:
                return "b(" + of(Kind.BOOLEAN, depth - 1) + ")";
            case 5:
                return updated(Kind.BOOLEAN, depth, w.oneOf("&", "|", "^"));
            default:
                Kind k = w.oneOf(Kind.INT, Kind.LONG, Kind.DOUBLE, Kind.INT, Kind.CHAR, Kind.FLOAT);
                return binary(Kind.BOOLEAN, k, w.oneOf("<", "<=", "==", "!=", ">", ">="), depth);
        }
    }

    private String stringOperation(int depth) {
        switch (w.below(5)) {
            case 0:
                return "s(" + of(Kind.STRING, depth - 1) + ")";
            case 1:
                return w.in(Feature.RECEIVER, () -> "String.valueOf(" + of(Kind.OBJECT, depth - 1) + ")");
            default:
                int wide = w.wideBelow;
                return w.in(Feature.CONCATENATION, () -> {
                    StringJoiner parts = new StringJoiner(" + ", "(\"" + (char) ('a' + w.below(26)) + "\" + ", ")");
                    for (int i = 0; i <= w.below(3); i++) {
                        Kind k = Kind.any(w.random);
                        parts.add(k == Kind.ARRAY ? of(Kind.INT, depth - 1) : paren(of(k, depth - 1)));
                        w.wideBelow++; // perhaps: all parts stay on the stack
                    }
                    w.wideBelow = wide;
                    return parts.toString();
                });
        }
    }

    private String boxOperation(int depth) {
        boolean nested = w.isIn(Feature.NEW_ARGUMENT);
        return w.in(nested ? Feature.NESTED_NEW : Feature.NEW_ARGUMENT, () -> {
            String a = of(Kind.INT, depth - 1);
            if (depth > 0 && w.chance(0.4)) {
                a = "(" + a + " + " + w.in(Feature.BELOW_INT, () -> boxOperation(depth - 1)) + ".a)";
            }
            return "new Box(" + a + ", " + of(Kind.LONG, depth - 1) + ")";
        });
    }

    private String switchExpression(Kind kind, int depth) {
        int form = w.below(3);
        Kind selector = form == 0 ? Kind.INT : Kind.STRING;
        String on = w.in(
                Feature.SWITCH_EXPRESSION_SELECTOR,
                () -> form == 0
                        ? "(" + of(selector, depth - 1) + ") & 3"
                        : form == 1 ? "String.valueOf(" + of(selector, depth - 1) + ")" : colour(depth - 1));
        Feature inside = form == 0
                ? Feature.IN_SWITCH_EXPRESSION_INT
                : form == 1 ? Feature.IN_SWITCH_EXPRESSION_STRING : Feature.IN_SWITCH_EXPRESSION_ENUM;
        String[] labels = form == 0
                ? new String[] {"0", "1, 2"}
                : form == 1 ? new String[] {"\"a\"", "\"b\", \"null\""} : new String[] {"RED", "GREEN"};
        return w.in(inside, () -> {
            StringBuilder text = new StringBuilder("switch (" + on + ") {\n");
            for (String label : labels) {
                text.append("        case ").append(label).append(" -> ");
                if (w.size > 1 && w.chance(0.4)) {
                    text.append("{\n")
                            .append(w.captured(() -> statements.yielding(kind, depth - 1)))
                            .append("        }\n");
                } else {
                    text.append(of(kind, depth - 1)).append(";\n");
                }
            }
            text.append("        default -> ").append(of(kind, depth - 1)).append(";\n    }");
            return "(" + text + ")";
        });
    }

    /** An expression of the enum type. */
    String colour(int depth) {
        return "Colour.values()[(" + of(Kind.INT, depth) + " & 0x7fff) % 3]";
    }

    // ---- leaves ---------------------------------------------------------------------------------

    String leaf(Kind kind) {
        List<Variable> fitting = w.scope.stream().filter(v -> v.kind() == kind).toList();
        if (!fitting.isEmpty() && w.chance(0.65)) {
            return fitting.get(w.below(fitting.size())).name();
        }
        return w.chance(0.4) ? w.self + "." + field(kind) : literal(kind);
    }

    /** A variable of this type that may be assigned here, or null. */
    String assignable(Kind kind) {
        List<Variable> fitting =
                w.scope.stream().filter(v -> v.kind() == kind && !v.isFinal()).toList();
        return fitting.isEmpty() ? null : fitting.get(w.below(fitting.size())).name();
    }

    static String field(Kind kind) {
        switch (kind) {
            case ARRAY:
                return "fa";
            case BOX:
                return "fx";
            default:
                return "f" + kind.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    String literal(Kind kind) {
        switch (kind) {
            case BOOLEAN:
                return w.oneOf("true", "false");
            case BYTE:
                return "(byte) " + (w.below(256) - 128);
            case CHAR:
                return "'" + (char) ('a' + w.below(26)) + "'";
            case SHORT:
                return "(short) " + (w.below(2000) - 1000);
            case INT:
                return w.oneOf("0", "1", "2", "3", "7", "100", "(-1)", "70000", "Integer.MAX_VALUE");
            case LONG:
                return w.oneOf("0L", "1L", "5L", "(-3L)", "(1L << 40)", "Long.MIN_VALUE");
            case FLOAT:
                return w.oneOf("0f", "1.5f", "(-2f)", "3e10f");
            case DOUBLE:
                return w.oneOf("0.0", "2.5", "(-1.0)", "1e100");
            case STRING:
                return w.oneOf("\"a\"", "\"b\"", "\"\"", "\"x!\"", "\"long string\"", "(String) null");
            case ARRAY:
                return w.oneOf("new int[] {1, 2}", "new int[3]");
            case OBJECT:
                return w.oneOf("((Object) \"o\")", "((Object) 5)", "((Object) 3L)", "((Object) null)");
            default:
                return "new Box(" + w.below(5) + ", " + w.below(5) + "L)";
        }
    }
}
