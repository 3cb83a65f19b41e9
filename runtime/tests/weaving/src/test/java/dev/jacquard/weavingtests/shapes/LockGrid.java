package dev.jacquard.weavingtests.shapes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods that take a lock or permit and await: each way to take one, with each kind of receiver, in each place where
 * the await may stand.
 */
final class LockGrid {
    /**
     * A way to take and release.
     *
     * @param field the type of what is locked
     * @param take takes it; {@code LOCK} stands for the receiver
     * @param release releases it
     * @param isTry whether {@code take} is an expression that tells if it is held
     */
    private record Way(String field, String take, String release, boolean isTry) {
        boolean isStamp() {
            return field.equals("StampedLock") && take.startsWith("stamp");
        }
    }

    private static final List<Way> WAYS = List.of(
            new Way("ReentrantLock", "LOCK.lock()", "LOCK.unlock()", false),
            new Way("Lock", "LOCK.lockInterruptibly()", "LOCK.unlock()", false),
            new Way("Lock", "LOCK.tryLock()", "LOCK.unlock()", true),
            new Way("Lock", "LOCK.tryLock(1, TimeUnit.DAYS)", "LOCK.unlock()", true),
            new Way("ReadWriteLock", "LOCK.readLock().lock()", "LOCK.readLock().unlock()", false),
            new Way("ReentrantReadWriteLock", "LOCK.writeLock().tryLock()", "LOCK.writeLock().unlock()", true),
            new Way("StampedLock", "stamp = LOCK.writeLock()", "LOCK.unlockWrite(stamp)", false),
            new Way("StampedLock", "stamp = LOCK.readLockInterruptibly()", "LOCK.unlock(stamp)", false),
            new Way("StampedLock", "(stamp = LOCK.tryReadLock()) != 0", "LOCK.unlockRead(stamp)", true),
            new Way("StampedLock", "LOCK.asWriteLock().lock()", "LOCK.asWriteLock().unlock()", false),
            new Way("Semaphore", "LOCK.acquire()", "LOCK.release()", false),
            new Way("Semaphore", "LOCK.acquireUninterruptibly(2)", "LOCK.release(2)", false),
            new Way("Semaphore", "LOCK.tryAcquire(1, TimeUnit.DAYS)", "LOCK.release()", true));

    /** Kinds of receivers, and what makes a local variable for them. */
    private static final Map<String, String> RECEIVERS = Map.of(
            "field", "",
            "STATIC", "",
            "getter()", "",
            "this.next.field", "",
            "argument", "",
            "all[n]", "",
            "local", "TYPE local = field;",
            "either", "TYPE either = c ? field : STATIC;",
            "found", "TYPE found = map.get(\"key\");");

    /** The await is reached with the lock: {@code TAKE}, {@code RELEASE}, {@code AWAIT}. */
    static final Map<String, String> HELD = new LinkedHashMap<>();

    /** It is not. */
    static final Map<String, String> FREE = new LinkedHashMap<>();

    /** The same, with conditions of which only some combinations can be. */
    private static final Map<String, String> FREE_UNLESS_TRIED = new LinkedHashMap<>();

    static {
        HELD.put("plain", "TAKE work(); AWAIT RELEASE");
        HELD.put("inTry", "TAKE try { work(); AWAIT } finally { RELEASE }");
        HELD.put("takenInTry", "try { TAKE work(); AWAIT } finally { RELEASE }");
        HELD.put("inLoop", "TAKE try { for (int i = 0; i < n; i++) { AWAIT } } finally { RELEASE }");
        HELD.put("inEachRound", "for (int i = 0; i < n; i++) { TAKE try { AWAIT } finally { RELEASE } }");
        HELD.put(
                "inEachRoundBehindAnotherAwait",
                "while (work() < n) { OTHER TAKE try { AWAIT } finally { RELEASE } OTHER }");
        HELD.put("inBranch", "TAKE try { if (c) { AWAIT } else { work(); } } finally { RELEASE }");
        HELD.put(
                "inSwitch",
                "TAKE try { switch (n) { case 1: AWAIT break; default: work(); } } finally {" + " RELEASE }");
        HELD.put("inExpression", "TAKE try { work(); n += c ? VALUE : 3; } finally { RELEASE }");
        HELD.put("inCatch", "TAKE try { work(); } catch (RuntimeException e) { AWAIT } finally { RELEASE }");
        HELD.put(
                "takenInTryAwaitInCatch",
                "try { TAKE work(); } catch (RuntimeException e) { AWAIT } finally { RELEASE }");
        HELD.put("inFinally", "TAKE try { work(); } finally { AWAIT RELEASE }");
        HELD.put("returned", "TAKE try { return Coroutine.of(VALUE); } finally { RELEASE }");
        HELD.put("returnedCoroutine", "TAKE try { return slow(); } finally { RELEASE }");
        HELD.put(
                "deep",
                "TAKE try { while (true) { if (c) { AWAIT break; } try { work(); } finally { n++; }"
                        + " } } finally { RELEASE }");
        HELD.put("releasedInOneBranch", "TAKE if (c) { RELEASE } else { work(); AWAIT RELEASE }");
        HELD.put("awaitAfterOneBranch", "TAKE if (c) { RELEASE return Coroutine.of(1); } AWAIT RELEASE");
        HELD.put("takenInBranch", "if (c) { TAKE try { AWAIT } finally { RELEASE } } else { OTHER }");
        HELD.put("neverReleased", "TAKE work(); AWAIT");
        HELD.put("conditional", "if (c) { TAKE } AWAIT if (c) { RELEASE }");
        HELD.put("conditionalInLoop", "for (int i = 0; i < n; i++) { if (c) { TAKE } AWAIT if (c) { RELEASE } }");
        HELD.put(
                "flag",
                "boolean held = false; try { if (n > 3) { TAKE held = true; } AWAIT } finally { if"
                        + " (held) { RELEASE } }");
        HELD.put("thrown", "TAKE try { AWAIT throw new IllegalStateException(); } finally { RELEASE }");
        HELD.put("takenAgain", "TAKE RELEASE OTHER TAKE try { AWAIT } finally { RELEASE }");
        HELD.put("resource", "TAKE try (AutoCloseable a = () -> work()) { AWAIT } finally { RELEASE }");

        FREE.put("before", "AWAIT TAKE try { work(); } finally { RELEASE }");
        FREE.put("after", "TAKE try { work(); } finally { RELEASE } AWAIT");
        FREE.put("between", "AWAIT TAKE work(); RELEASE AWAIT TAKE work(); RELEASE AWAIT");
        FREE.put("inEachRound", "for (int i = 0; i < n; i++) { TAKE try { work(); } finally { RELEASE } AWAIT }");
        FREE.put("inEachRoundBefore", "while (work() < n) { AWAIT TAKE try { work(); } finally { RELEASE } }");
        FREE.put(
                "continued",
                "for (int i = 0; i < n; i++) { TAKE try { if (c) continue; work(); } finally {" + " RELEASE } AWAIT }");
        FREE.put("inBothBranches", "TAKE if (c) { RELEASE AWAIT } else { work(); RELEASE AWAIT }");
        FREE.put("returnsEarly", "TAKE try { if (c) return Coroutine.of(1); work(); } finally { RELEASE } AWAIT");
        FREE.put("returnsDone", "OTHER TAKE try { return Coroutine.of(work()); } finally { RELEASE }");
        FREE.put(
                "returnsDoneEitherWay",
                "OTHER TAKE try { return c ? Coroutine.of(work()) : Coroutine.of(2); } finally {" + " RELEASE }");
        FREE.put(
                "returnsDoneFromVariable",
                "OTHER TAKE try { Coroutine<Integer> r = Coroutine.of(work()); return r; } finally" + " { RELEASE }");
        FREE.put(
                "caughtOutside",
                "try { TAKE try { work(); } finally { RELEASE } } catch (RuntimeException e) {" + " AWAIT }");
        FREE.put("caughtAfterRelease", "try { TAKE work(); RELEASE AWAIT } catch (RuntimeException e) { AWAIT }");
        FREE.put(
                "caughtInLoop",
                "while (work() < n) { try { TAKE work(); RELEASE } catch (RuntimeException e) {" + " AWAIT } }");
        FREE.put("finallyAfterwards", "try { TAKE try { work(); } finally { RELEASE } } finally { AWAIT }");
        FREE.put("givenUpMeanwhile", "TAKE try { work(); RELEASE try { AWAIT } finally { TAKE } } finally { RELEASE }");
        FREE.put(
                "releasedInSwitch",
                "TAKE switch (n) { case 1: RELEASE break; case 2: work(); RELEASE break; default:"
                        + " RELEASE } AWAIT");
        FREE.put(
                "thrownAfterRelease",
                "TAKE try { if (c) throw new IllegalStateException(); } finally { RELEASE } AWAIT");
        FREE.put(
                "inLambda",
                "TAKE try { AsyncCallable<Integer> f = () -> { AWAIT return Coroutine.of(1); };"
                        + " work(f); } finally { RELEASE } OTHER");
        FREE.put("unlocksIfHeld", "try { TAKE work(); } finally { RELEASE } AWAIT");
        FREE.put("inSynchronized", "synchronized (this) { TAKE try { work(); } finally { RELEASE } } AWAIT");
        FREE_UNLESS_TRIED.put("conditional", "if (c) { TAKE } try { work(); } finally { if (c) { RELEASE } } AWAIT");
        FREE_UNLESS_TRIED.put(
                "conditionalInLoop",
                "for (int i = 0; i < n; i++) { if (c) { TAKE } work(); if (c) { RELEASE } AWAIT }");
        FREE_UNLESS_TRIED.put("conditionalOnField", "if (this.flag) { TAKE } work(); if (this.flag) { RELEASE } AWAIT");
        FREE_UNLESS_TRIED.put(
                "conditionalOnNumber", "if (n > 3) { TAKE } work(n == 4 ? 1 : 2); if (n > 3) { RELEASE } AWAIT");
        FREE_UNLESS_TRIED.put(
                "conditionalOnNull",
                "if (map != null) { TAKE } try { work(); } finally { if (map != null) { RELEASE } }" + " AWAIT");
        FREE_UNLESS_TRIED.put(
                "flag",
                "boolean held = false; try { if (n == work()) { TAKE held = true; } work(); }"
                        + " finally { if (held) { RELEASE } } AWAIT");
    }

    private LockGrid() {}

    /**
     * The name of each class, and its methods' sources by name.
     *
     * @param step 1 for all ways to take a lock, more for every so manieth
     */
    static Map<String, Map<String, String>> of(Map<String, String> shapes, int step) {
        Map<String, Map<String, String>> classes = new LinkedHashMap<>();
        for (int w = 0; w < WAYS.size(); w += step) {
            Way way = WAYS.get(w);
            Map<String, String> methods = new LinkedHashMap<>();
            for (String receiver : RECEIVERS.keySet()) {
                shapes.forEach((name, shape) -> add(methods, way, receiver, name, shape));
                if (shapes == FREE) {
                    FREE_UNLESS_TRIED.forEach((name, shape) -> add(methods, way, receiver, name, shape));
                }
            }
            classes.put("Locks" + w, methods);
        }
        return classes;
    }

    private static void add(Map<String, String> methods, Way way, String receiver, String shape, String code) {
        if (shape.equals("neverReleased") && way.field.equals("Semaphore")) {
            return; // as a signal: nothing is held
        }
        List<String> takes = new ArrayList<>();
        if (way.isTry) {
            takes.add("if (!(TAKEN)) { return Coroutine.of(0); }");
            takes.add("boolean got = TAKEN; if (!got) { work(); return Coroutine.of(0); }");
            takes.add("boolean not = !(TAKEN); if (not) { work(); return Coroutine.of(0); }");
            takes.add("while (!(TAKEN)) { work(); }");
        } else {
            takes.add("TAKEN;");
        }
        for (int k = 0; k < takes.size(); k++) {
            String take = takes.get(k).replace("TAKEN", way.take);
            if (take.contains("boolean") && code.indexOf("TAKE") != code.lastIndexOf("TAKE")) {
                continue; // one variable is declared once
            }
            String name = shape + "_" + receiver.replaceAll("\\W", "_") + "_" + k;
            methods.put(name, method(name, way, receiver, code.replace("TAKE", take)));
        }
    }

    private static String method(String name, Way way, String receiver, String code) {
        String body = RECEIVERS.get(receiver)
                + (way.isStamp() || way.take.startsWith("(stamp") ? " long stamp = 0; " : " ")
                + code.replace("RELEASE", way.release + ";")
                        .replace("LOCK", receiver)
                        .replace("AWAIT", "\nawait(sleep(1));\n")
                        .replace("VALUE", "\nawait(slow())\n")
                        .replace("OTHER", "await(sleep(2));");
        return "@Async Coroutine<Integer> "
                + name
                + "(boolean c, int n, TYPE argument) throws Exception {\nif (n >= 0) {\n"
                + body
                + "}\nreturn Coroutine.of(n);\n}\n";
    }

    /** A class with such methods. */
    static String source(String name, Map<String, String> methods) {
        String type = WAYS.get(Integer.parseInt(name.substring("Locks".length()))).field;
        String members =
                """
                TYPE field; static TYPE STATIC; TYPE[] all; Map<String, TYPE> map; NAME next;
                boolean flag;
                TYPE getter() { return field; }
                static int work(Object... o) { return o.length; }
                @Async static Coroutine<Integer> slow() { return Coroutine.of(await(point(1))); }
                """;
        return Shape.source(name, (members + String.join("", methods.values())))
                .replace("TYPE", type)
                .replace("NAME", name)
                .replace("public class", "import java.util.concurrent.locks.*;\npublic class");
    }
}
