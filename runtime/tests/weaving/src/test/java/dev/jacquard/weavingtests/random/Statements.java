package dev.jacquard.weavingtests.random;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes statements. Each method tells whether what it has written can complete normally in the language's sense, so
 * that nothing unreachable is written after it.
 */
final class Statements {
    private static final class Target {
        final String label;
        final boolean isLoop;
        boolean isLeft;

        Target(String label, boolean isLoop) {
            this.label = label;
            this.isLoop = isLoop;
        }
    }

    private final Writer w;
    private final Expressions e;
    private List<Target> targets = new ArrayList<>();
    private boolean mayReturn = true;

    /** Whether jumps must stand in an if, so that the block around can complete. */
    private boolean onlyGuarded;

    private Kind result = Kind.INT;

    /** Whether a monitor may be taken: javac writes code that does not verify for one in a switch expression. */
    private boolean mayLock = true;

    Statements(Writer w) {
        this.w = w;
        this.e = new Expressions(w, this);
    }

    Expressions expressions() {
        return e;
    }

    /** Statements, and then the return of a coroutine. */
    void body(Kind kind, int statements, int depth) {
        List<Target> outer = targets;
        boolean outerMayReturn = mayReturn;
        boolean outerGuarded = onlyGuarded;
        Kind outerResult = result;
        boolean outerMayLock = mayLock;
        mayLock = true;
        targets = new ArrayList<>();
        mayReturn = true;
        onlyGuarded = false;
        result = kind;
        if (block(statements, depth)) {
            returned(depth);
        }
        targets = outer;
        mayReturn = outerMayReturn;
        onlyGuarded = outerGuarded;
        result = outerResult;
        mayLock = outerMayLock;
    }

    /** Statements of a switch expression's block, and then its yield. */
    void yielding(Kind kind, int depth) {
        List<Target> outer = targets;
        boolean outerMayReturn = mayReturn;
        boolean outerMayLock = mayLock;
        targets = new ArrayList<>();
        mayReturn = false;
        mayLock = false;
        w.scoped(() -> {
            int n = 1 + w.below(2);
            if (w.wideBelow == 0 && w.chance(0.6)) {
                w.within(Feature.TRY_IN_SWITCH_EXPRESSION, () -> {
                    w.open("try");
                    scopedBlock(n, depth);
                    yielded(kind, depth);
                    w.close(" catch (PointFailure " + w.fresh("x") + ") {");
                    yielded(kind, depth);
                    if (w.chance(0.5)) {
                        w.close(" finally {");
                        w.line("log(\"yielded\", " + e.of(Kind.INT, depth) + ");");
                    }
                    w.close("");
                });
            } else {
                if (!w.chance(0.8) || w.wideBelow > 0) {
                    w.line("log(\"y\", " + e.of(Kind.any(w.random), depth) + ");");
                } else {
                    onlyGuarded(() -> block(n, depth));
                }
                yielded(kind, depth);
            }
        });
        targets = outer;
        mayReturn = outerMayReturn;
        mayLock = outerMayLock;
    }

    /** By way of a variable: javac takes {@code yield (} for a call. */
    private void yielded(Kind kind, int depth) {
        String value = e.of(kind, depth);
        String name = w.fresh("y");
        w.line("final " + kind.type + " " + name + " = " + value + ";");
        w.line("yield " + name + ";");
    }

    private void scopedBlock(int n, int depth) {
        onlyGuarded(() -> w.scoped(() -> block(n, depth)));
    }

    private void onlyGuarded(Runnable action) {
        boolean before = onlyGuarded;
        onlyGuarded = true;
        action.run();
        onlyGuarded = before;
    }

    private boolean nested(int depth) {
        boolean[] completes = {true};
        w.scoped(() -> completes[0] = block(1 + w.below(3), depth - 1));
        return completes[0];
    }

    private boolean block(int n, int depth) {
        for (int i = 0; i < n; i++) {
            if (!statement(depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean statement(int depth) {
        if (w.size-- <= 0 || depth <= 0) {
            return simple(Math.max(depth, 1));
        }
        if (w.isIn(Feature.IN_TRY_WITH_FINALLY) && mayReturn && w.chance(0.12)) {
            w.jumps++;
            w.open("if (" + w.in(Feature.IF_CONDITION, () -> e.condition(depth)) + ")");
            returned(depth);
            w.close("");
            return true;
        }
        switch (w.below(26)) {
            case 0:
            case 1:
                return conditional(depth);
            case 2:
            case 3:
            case 4:
            case 5:
                return loop(depth);
            case 6:
                return oldSwitch(depth);
            case 7:
                return arrowSwitch(depth);
            case 8:
            case 9:
            case 10:
            case 11:
                return w.wideBelow > 0 ? simple(depth) : tried(depth);
            case 12:
                return w.wideBelow > 0 ? simple(depth) : resources(depth);
            case 13:
                return w.wideBelow > 0 || !mayLock ? simple(depth) : synchronised(depth);
            case 14:
                return unassigned(depth);
            case 15:
                return awaitedLater(depth);
            case 16:
                return w.chance(0.5) ? asyncFor(depth) : localClass(depth);
            case 17:
                return labelledBlock(depth);
            case 18:
                return jump(depth);
            default:
                return simple(depth);
        }
    }

    // ---- simple ---------------------------------------------------------------------------------

    private boolean simple(int depth) {
        Kind kind = Kind.any(w.random);
        switch (w.below(6)) {
            case 0:
            case 1:
                declare(kind, e.of(kind, depth));
                return true;
            case 2:
                String v = e.assignable(kind);
                if (v != null) {
                    w.line(v + " = " + e.of(kind, depth) + ";");
                    return true;
                }
                w.line(w.self + "." + Expressions.field(kind) + " = " + e.of(kind, depth) + ";");
                return true;
            case 3:
                if (w.mayAwait) {
                    w.line(plainCall(e.awaited(kind, depth)));
                    return true;
                }
                w.line("log(\"" + w.fresh("n") + "\", " + e.of(kind, depth) + ");");
                return true;
            default:
                w.line("log(\"" + w.fresh("v") + "\", " + e.of(kind, depth) + ");");
                return true;
        }
    }

    /** As a statement only a call may stand. */
    private static String plainCall(String awaited) {
        return awaited.startsWith("(") ? "same(" + awaited + ");" : awaited + ";";
    }

    private void declare(Kind kind, String value) {
        String name = w.fresh("v");
        boolean isFinal = w.chance(0.35);
        w.line((isFinal ? "final " : "") + kind.type + " " + name + " = " + value + ";");
        w.scope.add(new Variable(name, kind, isFinal));
    }

    private void returned(int depth) {
        boolean guarded = w.isIn(Feature.IN_TRY_WITH_FINALLY) || w.isIn(Feature.IN_RESOURCES);
        if (!guarded && w.chance(0.3) && w.mayAwait) {
            String call = w.in(Feature.RETURNED_COROUTINE, () -> e.coroutine(result, depth));
            if (call != null && !call.startsWith("?")) {
                w.line("return " + call + ";");
                return;
            }
        }
        Feature how = w.isIn(Feature.IN_TRY_WITH_FINALLY) ? Feature.RETURN_IN_TRY_WITH_FINALLY : Feature.RETURN_VALUE;
        w.line("return Coroutine.<" + result.boxed + ">of(" + w.in(how, () -> e.of(result, depth)) + ");");
    }

    private boolean jump(int depth) {
        boolean guarded = onlyGuarded || w.chance(0.6);
        if (guarded) {
            w.open("if (" + w.in(Feature.IF_CONDITION, () -> e.condition(depth)) + ")");
        }
        w.jumps++;
        int what = w.below(4);
        List<Target> loops = targets.stream().filter(t -> t.isLoop).toList();
        if (what < 2 && !targets.isEmpty()) {
            Target t = targets.get(w.below(targets.size()));
            t.isLeft = true;
            w.line("break " + t.label + ";");
        } else if (what == 2 && !loops.isEmpty()) {
            w.line("continue " + loops.get(w.below(loops.size())).label + ";");
        } else if (mayReturn && w.chance(0.5)) {
            returned(depth);
        } else {
            String type = w.oneOf("E", "E", "A", "IllegalStateException");
            w.line("throw new " + type + "(" + w.in(Feature.THROW_ARGUMENT, () -> e.of(Kind.STRING, depth)) + ");");
        }
        if (guarded) {
            w.close("");
        }
        return guarded;
    }

    private boolean unassigned(int depth) {
        String name = w.fresh("u");
        Kind kind = Kind.any(w.random);
        w.line(kind.type + " " + name + ";");
        w.open("if (" + w.in(Feature.IF_CONDITION, () -> e.condition(depth - 1)) + ")");
        w.line(name + " = " + e.of(kind, depth - 1) + ";");
        w.line("log(\"assigned\", " + name + ");");
        w.close("");
        w.within(Feature.AFTER_UNASSIGNED, () -> w.line("log(\"between\", " + e.of(Kind.any(w.random), depth) + ");"));
        w.line(name + " = " + w.in(Feature.AFTER_UNASSIGNED, () -> e.of(kind, depth - 1)) + ";");
        w.scope.add(new Variable(name, kind, false));
        return true;
    }

    private boolean awaitedLater(int depth) {
        Kind kind = e.resultOfLaterMethod();
        String call = w.mayAwait ? w.in(Feature.AWAITED_LATER, () -> e.coroutine(kind, depth - 1)) : null;
        if (call == null || call.startsWith("?")) {
            return simple(depth);
        }
        String name = w.fresh("c");
        w.line("Coroutine<" + kind.boxed + "> " + name + " = " + call + ";");
        w.line("log(\"made\", " + e.of(Kind.any(w.random), depth - 1) + ");");
        declare(kind, "await(" + name + ")");
        return true;
    }

    // ---- branches -------------------------------------------------------------------------------

    private boolean conditional(int depth) {
        w.open("if (" + w.in(Feature.IF_CONDITION, () -> e.condition(depth)) + ")");
        boolean then = w.in(Feature.IN_IF, () -> nested(depth));
        if (w.chance(0.5)) {
            w.close("");
            return true;
        }
        w.close(" else {");
        boolean otherwise = w.in(Feature.IN_IF, () -> nested(depth));
        w.close("");
        return then || otherwise;
    }

    private boolean oldSwitch(int depth) {
        int form = w.below(3);
        String selector = w.in(
                Feature.SWITCH_SELECTOR,
                () -> form == 0
                        ? "(" + e.of(Kind.INT, depth - 1) + ") & 3"
                        : form == 1 ? "String.valueOf(" + e.of(Kind.STRING, depth - 1) + ")" : e.colour(depth - 1));
        Feature in = form == 0 ? Feature.IN_SWITCH_INT : form == 1 ? Feature.IN_SWITCH_STRING : Feature.IN_SWITCH_ENUM;
        String[] labels = form == 0
                ? new String[] {"0", "1", "3"}
                : form == 1 ? new String[] {"\"a\"", "\"null\"", "\"\""} : new String[] {"RED", "GREEN", "BLUE"};
        Target target = new Target(w.fresh("S"), false);
        w.open(target.label + ": switch (" + selector + ")");
        targets.add(target);
        boolean last = true;
        for (String label : labels) {
            w.open("case " + label + ":");
            last = w.in(in, () -> nested(depth));
            if (last && w.chance(0.6)) {
                w.line("break;");
                target.isLeft = true;
                last = false;
            }
            w.close("");
        }
        boolean total = w.chance(0.5);
        if (total) {
            w.open("default:");
            last = w.in(in, () -> nested(depth));
            w.close("");
        }
        targets.remove(target);
        w.close("");
        return !total || last || target.isLeft;
    }

    private boolean arrowSwitch(int depth) {
        Target target = new Target(w.fresh("S"), false);
        w.open(target.label + ": switch (" + w.in(Feature.SWITCH_SELECTOR, () -> e.colour(depth - 1)) + ")");
        targets.add(target);
        for (String label : new String[] {"RED", "BLUE"}) {
            w.open("case " + label + " ->");
            w.within(Feature.IN_SWITCH_ARROWS, () -> nested(depth));
            w.close("");
        }
        w.line("default -> log(\"default\");");
        targets.remove(target);
        w.close("");
        return true;
    }

    private boolean labelledBlock(int depth) {
        Target target = new Target(w.fresh("B"), false);
        w.open(target.label + ":");
        targets.add(target);
        boolean completes = w.in(Feature.IN_LABELLED, () -> nested(depth));
        targets.remove(target);
        w.close("");
        return completes || target.isLeft;
    }

    // ---- loops ----------------------------------------------------------------------------------

    private boolean loop(int depth) {
        Target t = new Target(w.fresh("L"), true);
        String i = w.fresh("i");
        int bound = 1 + w.below(3);
        int form = w.below(6);
        w.scoped(() -> {
            switch (form) {
                case 0:
                    w.line("int " + i + " = 0;");
                    w.open(t.label
                            + ": while ("
                            + i
                            + "++ < "
                            + bound
                            + w.in(Feature.WHILE_CONDITION, () -> and(depth))
                            + ")");
                    looped(t, i, Feature.IN_WHILE, depth);
                    w.close("");
                    break;
                case 1:
                    w.line("int " + i + " = 0;");
                    w.open(t.label + ": do");
                    looped(t, i, Feature.IN_DO, depth);
                    w.close(" while (" + i + "++ < " + bound + w.in(Feature.DO_CONDITION, () -> and(depth)) + ");");
                    break;
                case 2:
                    String init = w.in(Feature.FOR_INIT, () -> e.of(Kind.INT, 1));
                    w.open(t.label
                            + ": for (int "
                            + i
                            + " = ("
                            + init
                            + ") & 1; "
                            + i
                            + " < "
                            + bound
                            + w.in(Feature.FOR_CONDITION, () -> and(depth))
                            + "; "
                            + i
                            + " += 1 + ("
                            + w.in(Feature.FOR_UPDATE, () -> e.of(Kind.INT, 1))
                            + " & 1))");
                    looped(t, null, Feature.IN_FOR, depth);
                    w.close("");
                    break;
                case 3:
                    w.line("int " + i + " = 0;");
                    w.open(t.label + ": for (;;)");
                    w.line("if (" + i + "++ >= " + bound + ") break;");
                    looped(t, i, Feature.IN_ENDLESS, depth);
                    w.close("");
                    break;
                case 4:
                    w.open(t.label
                            + ": for (final int "
                            + i
                            + " : "
                            + w.in(Feature.FOREACH_SOURCE, () -> e.of(Kind.ARRAY, depth - 1))
                            + ")");
                    w.scope.add(new Variable(i, Kind.INT, true));
                    looped(t, null, Feature.IN_FOREACH_ARRAY, depth);
                    w.close("");
                    break;
                default:
                    String items = e.of(Kind.STRING, depth - 1)
                            + ", "
                            + w.in(Feature.BELOW_REFERENCE, () -> e.of(Kind.STRING, depth - 1));
                    w.open(t.label
                            + ": for (final String "
                            + i
                            + " : "
                            + w.in(Feature.FOREACH_SOURCE, () -> "logged(Arrays.asList(" + items + "))")
                            + ")");
                    w.scope.add(new Variable(i, Kind.STRING, true));
                    looped(t, null, Feature.IN_FOREACH_LIST, depth);
                    w.close("");
            }
        });
        return true;
    }

    private String and(int depth) {
        return w.chance(0.6) ? " && " + e.condition(Math.min(depth, 2)) : "";
    }

    private void looped(Target t, String counter, Feature feature, int depth) {
        w.line("tick();");
        boolean before = onlyGuarded;
        onlyGuarded |= feature == Feature.IN_DO; // else its condition and what follows could be unreachable
        targets.add(t);
        w.within(feature, () -> nested(depth));
        targets.remove(t);
        onlyGuarded = before;
    }

    private boolean asyncFor(int depth) {
        if (!w.mayAwait) {
            return simple(depth);
        }
        Target t = new Target(w.fresh("L"), true);
        String i = w.fresh("i");
        int site = w.in(Feature.IN_ASYNC_FOR, () -> w.site(null));
        w.scoped(() -> {
            w.open(t.label
                    + ": for (final int "
                    + i
                    + " : new "
                    + w.className
                    + ".Counter("
                    + site
                    + ", "
                    + (1 + w.below(3))
                    + "))");
            w.scope.add(new Variable(i, Kind.INT, true));
            looped(t, null, Feature.IN_ASYNC_FOR, depth);
            w.close("");
        });
        return true;
    }

    // ---- try ------------------------------------------------------------------------------------

    private boolean tried(int depth) {
        boolean withFinally = w.chance(0.55);
        boolean withCatch = !withFinally || w.chance(0.5);
        int jumpsBefore = w.jumps;
        w.open("try");
        boolean[] completes = new boolean[1];
        Runnable inside = () -> {
            completes[0] = w.in(Feature.IN_TRY, () -> nested(depth));
            if (withCatch) {
                completes[0] |= catches(depth);
            }
        };
        if (withFinally) {
            w.within(Feature.IN_TRY_WITH_FINALLY, inside);
        } else {
            inside.run();
        }
        if (withFinally) {
            w.close(" finally {");
            boolean before = onlyGuarded;
            onlyGuarded = true;
            w.within(
                    w.jumps > jumpsBefore ? Feature.FINALLY_AFTER_JUMP : Feature.IN_FINALLY,
                    () -> w.within(Feature.IN_FINALLY, () -> nested(depth)));
            onlyGuarded = before;
        }
        w.close("");
        return completes[0];
    }

    private boolean catches(int depth) {
        boolean completes = false;
        List<String> types = new ArrayList<>(List.of(
                "PointFailure",
                "E",
                "CancelledError",
                "ArithmeticException",
                "PointFailure | CancelledError",
                "RuntimeException",
                "Exception",
                "Throwable"));
        int first = w.below(types.size());
        int from = first;
        for (int n = 0; n < 2 && from < types.size(); n++) {
            String type = types.get(from);
            String x = w.fresh("x");
            w.close(" catch (" + type + " " + x + ") {");
            w.line("log(\"caught\", " + x + ");");
            completes |= w.in(Feature.IN_CATCH, () -> nested(depth));
            if (type.contains("|") || from == 0 || from == 2) {
                from = Math.max(from + 1, 5);
            } else {
                from = from < 5 ? 5 + w.below(3) : from + 1;
            }
            if (w.chance(0.5)) {
                break;
            }
        }
        return completes;
    }

    private boolean resources(int depth) {
        boolean async = w.mayAwait && w.chance(0.5);
        String r = w.fresh("r");
        String type = async ? w.className + ".AsyncRes" : "Res";
        String name = w.in(Feature.RESOURCE_INIT, () -> e.of(Kind.STRING, depth - 1));
        String site = async ? w.in(Feature.IN_ASYNC_RESOURCES, () -> w.site(null)) + ", " : "";
        w.open("try (" + type + " " + r + " = new " + type + "(" + site + "String.valueOf(" + name + ")))");
        boolean completes = w.in(
                async ? Feature.IN_ASYNC_RESOURCES : Feature.IN_RESOURCES,
                () -> w.in(Feature.IN_RESOURCES, () -> nested(depth)));
        if (w.chance(0.5)) {
            completes |= catches(depth);
        }
        w.close("");
        return completes;
    }

    private boolean synchronised(int depth) {
        boolean before = w.mayAwait;
        w.mayAwait = false;
        w.open("synchronized (" + w.self + ")");
        boolean completes = nested(Math.min(depth, 2));
        w.close("");
        w.mayAwait = before;
        if (completes && before) {
            w.within(
                    Feature.AFTER_SYNCHRONIZED,
                    () -> w.line("log(\"after\", " + e.of(Kind.any(w.random), depth) + ");"));
        }
        return completes;
    }

    private boolean localClass(int depth) {
        if (!w.mayAwait || w.lambdaDepth > 1) {
            return simple(depth);
        }
        String name = w.fresh("Local");
        Kind kind = Kind.any(w.random);
        List<Variable> outer = w.scope;
        String self = w.self;
        w.scope = new ArrayList<>(outer.stream().filter(Variable::isFinal).toList());
        if (self.equals("this")) {
            w.self = w.className + (w.method.place() == Method.Place.BASE ? "Base" : "") + ".this";
        } else if (self.endsWith(" this)")) {
            w.scope = outer;
            return simple(depth);
        }
        w.open("class " + name);
        w.open("@Async Coroutine<" + kind.boxed + "> run() throws Exception");
        w.line("tick();");
        w.lambdaDepth++;
        w.within(Feature.IN_LOCAL_CLASS, () -> body(kind, 2, depth - 1));
        w.lambdaDepth--;
        w.close("");
        w.close("");
        w.self = self;
        w.scope = outer;
        declare(kind, "await(new " + name + "().run())");
        return true;
    }
}
