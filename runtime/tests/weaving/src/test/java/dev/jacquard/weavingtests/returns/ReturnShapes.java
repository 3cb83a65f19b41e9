package dev.jacquard.weavingtests.returns;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Programs that return coroutines from within try statements: every place of a return with every expression that gives
 * a coroutine. Each comes twice, as it is and with the return spelt out; the second, run plain, says what the first has
 * to do.
 *
 * <pre>
 *   return E;    as it is
 *   return Coroutine.of(await(E));    the oracle
 * </pre>
 */
final class ReturnShapes {
    /** {@code RETURN(...)} stands for either form, {@code E} for the expression. */
    private static final Map<String, String> PLACES = new LinkedHashMap<>();

    private static final Map<String, String> EXPRESSIONS = new LinkedHashMap<>();

    static {
        place("Finally", "try { RETURN(E); } finally { log(\"finally\"); }");
        place("FinallyAwaits", "try { RETURN(E); } finally { log(await(point(\"finally\"))); }");
        place(
                "FinallyReturns",
                "try { RETURN(E); } finally { if (await(point(true))) return Coroutine.of(\"f\");" + " }");
        place("FinallyMayReturn", "try { RETURN(E); } finally { if (k > 7) return Coroutine.of(\"f\"); }");
        place(
                "FinallyThrows",
                "try { RETURN(E); } finally { if (k > 0) throw new IllegalStateException(\"t\");" + " }");
        place(
                "FinallyTries",
                "try { RETURN(E); } finally { try { log(checked(k)); } catch (A e) { log(\"a\"); }" + " }");
        place("Catch", "try { RETURN(E); } catch (RuntimeException e) { log(\"caught\");" + " RETURN(leaf(\"c\")); }");
        place(
                "CatchesAndFinally",
                """
                try {
                    RETURN(E);
                } catch (PointFailure e) {
                    log("p");
                    RETURN(leaf("c"));
                } catch (E e) {
                    log("e");
                } finally {
                    log("finally");
                }
                return Coroutine.of("end");""");
        place(
                "InCatch",
                "try { thrown(\"x\"); } catch (E e) { RETURN(E); } finally { log(\"finally\"); }"
                        + " return Coroutine.of(\"end\");");
        place("Resource", "try (Res r = new Res(\"r\")) { RETURN(E); }");
        place("FailingClose", "try (Res r = new Res(\"r!\")) { RETURN(E); }");
        place(
                "Resources",
                "try (Res r = new Res(\"r\"); Res q = new Res(\"q!\")) { RETURN(E); }"
                        + " catch (E e) { log(e.getMessage()); RETURN(leaf(\"c\")); }"
                        + " finally { log(\"finally\"); }");
        place("NoResource", "try (Res r = k > 5 ? new Res(\"r\") : null) { RETURN(E); }");
        place("AwaitedClose", "try (Slow s = new Slow()) { RETURN(E); }");
        place(
                "Nested",
                "try { try { RETURN(E); } finally { log(\"inner\"); } } catch (PointFailure e) {"
                        + " log(\"outer\"); } finally { log(\"finally\"); } RETURN(leaf(\"end\"));");
        place(
                "InLoop",
                "for (int i = 0; i < 3; i++) { try { if (i == 1) { RETURN(E); } log(i); } finally {"
                        + " log(\"finally\"); } } return Coroutine.of(\"end\");");
        place(
                "LoopGoesOn",
                """
                for (int i = 0; ; i++) {
                    try {
                        RETURN(E);
                    } catch (PointFailure e) {
                        log("again");
                    } finally {
                        if (i == 0) {
                            log("once");
                        }
                    }
                    if (i == 1) {
                        break;
                    }
                }
                return Coroutine.of("end");""");
        place(
                "Continues",
                "for (int i = 0; i < 2; i++) { try { RETURN(E); } finally { if (i == 0) { continue;"
                        + " } } } return Coroutine.of(\"end\");");
        place(
                "Branches",
                """
                try {
                    if (await(point(k)) > 5) {
                        RETURN(E);
                    } else if (k > 3) {
                        RETURN(leaf("b"));
                    }
                    log("none");
                } finally {
                    log("finally");
                }
                RETURN(leaf("end"));""");
        place(
                "Lambda",
                "AsyncCallable<String> f = () -> { BEFORE try (Res r = new Res(\"r\")) { RETURN(E);"
                        + " } finally { log(\"finally\"); } }; RETURN(f.call());");
        place(
                "Switch",
                "switch (k) { case 1: log(1); default: try { RETURN(E); } finally {" + " log(\"finally\"); } }");
        place(
                "VariableFinally",
                "Coroutine<String> v = null; try { v = E; } finally { log(\"finally\"); }" + " RETURN(v);");
        place(
                "VariableCatch",
                "Coroutine<String> v = null; try { v = E; log(checked(k)); } catch (A |"
                        + " RuntimeException e) { log(\"caught\"); v = leaf(\"c\"); } RETURN(v);");
        place(
                "VariableInCatch",
                "Coroutine<String> v = leaf(\"first\"); try { v = E; thrown(\"x\"); } catch (E e) {"
                        + " RETURN(v); } finally { log(\"finally\"); } return Coroutine.of(\"end\");");
        place("VariableResource", "Coroutine<String> v; try (Res r = new Res(\"r\")) { v = E; } RETURN(v);");
        place(
                "VariableLoop",
                "Coroutine<String> v; for (int i = 0; ; i++) { try { v = E; if (i > 0) { break; } }"
                        + " finally { log(\"finally\"); } } RETURN(v);");
        place("Monitor", "int n; synchronized (Kit.class) { n = k + 1; } try { RETURN(E); } finally {" + " log(n); }");

        expression("Call", "leaf(\"v\")");
        expression("Virtual", "new Leaf().leaf(\"v\")");
        expression("Unwoven", "pass(leaf(\"v\"))");
        expression("Variable", "c");
        expression("Assigned", "d = leaf(\"v\")");
        expression("AssignedField", "field = leaf(\"v\")");
        expression("Field", "(field = leaf(\"v\")) == null ? null : field");
        expression("Element", "array[0]");
        expression("AssignedElement", "array[1] = leaf(\"v\")");
        expression("Ternary", "await(point(k)) > 5 ? leaf(\"v\") : leaf(\"w\")");
        expression("Mixed", "await(point(k)) > 5 ? leaf(\"v\") : Coroutine.of(\"w\")");
        expression("MixedVariable", "k > 9 ? c : leaf(\"v\")");
        expression(
                "SwitchOf",
                "switch (await(point(k))) { case 1 -> c; case 7 -> leaf(\"v\"); default ->"
                        + " Coroutine.of(\"w\"); }");
        expression("SwitchTries", "switch (k) { case 1 -> c; default -> { log(\"yields\"); yield leaf(\"v\"); } }");
        expression("Cast", "(Coroutine<String>) (Object) leaf(\"v\")");
        expression("Generic", "same(leaf(\"v\"))");
        expression("Failed", "Coroutine.failed(new E(\"failed\"))");
        expression("Complete", "Coroutine.of(\"v\")");
        expression("Thrower", "thrower(await(point(\"v\")))");
        expression("Awaited", "await(point(leaf(\"v\")))");
        expression("Recursive", "k > 0 ? F(k - 7) : leaf(\"v\")");
    }

    private static final String MEMBERS =
            """
            static Coroutine<String> field;
            @Async static Coroutine<String> leaf(String s) { log("leaf"); return Coroutine.of(s + await(point("!"))); }
            static Coroutine<String> pass(Coroutine<String> c) { log("pass"); return c; }
            static Coroutine<String> thrower(String s) { throw new E(s); }
            static class Leaf { @Async Coroutine<String> leaf(String s) { log("virtual"); return Coroutine.of(s + await(point("!"))); } }
            static class Slow implements AsyncCloseable { @Async public Coroutine<Void> closeAsync() { log(await(point("close"))); return Coroutine.done(); } }
            """;

    private static final String METHODS =
            """
            @Async static Coroutine<String> NAME() {
                String s = await(fNAME(7));
                log(s);
                return Coroutine.of(s);
            }
            @SuppressWarnings("all") @Async static Coroutine<String> fNAME(int k) {
                BODY
            }
            """;

    private ReturnShapes() {}

    private static void place(String name, String body) {
        PLACES.put(name, body);
    }

    private static void expression(String name, String expression) {
        EXPRESSIONS.put(name, expression);
    }

    /** The places; a class for each. */
    static Set<String> places() {
        return PLACES.keySet();
    }

    /** The expressions; a method for each. No coroutine is awaited twice. */
    static Set<String> expressions(String place) {
        Set<String> names = new LinkedHashSet<>(EXPRESSIONS.keySet());
        if (place.equals("LoopGoesOn") || place.equals("Continues")) {
            names.removeAll(Set.of("Variable", "Element"));
        }
        return names;
    }

    /**
     * The members of a place's class.
     *
     * @param spelt whether the returns say {@code of(await(...))}
     */
    static String members(String place, boolean spelt) {
        StringBuilder members = new StringBuilder(MEMBERS);
        EXPRESSIONS.forEach((name, expression) ->
                members.append(METHODS.replace("NAME", name).replace("BODY", body(place, name, expression, spelt))));
        return members.toString();
    }

    private static String body(String place, String name, String expression, boolean spelt) {
        String e = expression.replace("F(", "f" + name + "(");
        String body = PLACES.get(place).replace("(E)", "(" + e + ")").replace("= E;", "= " + e + ";");
        StringBuilder before = new StringBuilder();
        if (e.contains("array")) {
            before.append("Coroutine<String>[] array = new Coroutine[] {leaf(\"a\"), null}; ");
        }
        if (e.matches(".*\\bc\\b.*")) {
            before.append("Coroutine<String> c = leaf(\"c\"); ");
        }
        if (e.startsWith("d =")) {
            before.append("Coroutine<String> d = null; ");
        }
        body = body.contains("BEFORE") ? body.replace("BEFORE ", before) : before + body;
        return returns(body, spelt);
    }

    /** Replaces {@code RETURN(x)}, whose parentheses may hold others. */
    private static String returns(String body, boolean spelt) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at; (at = body.indexOf("RETURN(", from)) >= 0; ) {
            int open = at + "RETURN".length();
            int depth = 1;
            int close = open;
            while (depth > 0) {
                char c = body.charAt(++close);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            String value = body.substring(open + 1, close);
            out.append(body, from, at).append(spelt ? "return Coroutine.of(await(" + value + "))" : "return " + value);
            from = close + 1;
        }
        return out.append(body.substring(from)).toString();
    }
}
