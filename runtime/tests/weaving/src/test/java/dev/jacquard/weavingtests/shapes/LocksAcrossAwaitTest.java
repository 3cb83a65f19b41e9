package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Compiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock of java.util.concurrent that is held across an await is told of, and no other. */
class LocksAcrossAwaitTest {
    private static final Set<Problem> OURS = Set.of(Problem.LOCK_ACROSS_AWAIT, Problem.PERMIT_ACROSS_AWAIT);

    /** How many of the ways to lock each compiler sees: every first, fifth, third. */
    private static final Map<Compiler, Integer> COMPILERS = Map.of(
            InMemoryCompiler.debug(), 1,
            InMemoryCompiler.stripped(), 5,
            BatchCompilers.ecj("-g"), 3);

    // ---- the grid -------------------------------------------------------------------------------

    @Test
    void eachThatIsHeldIsToldOnceWithTheLineOfAnAwait() {
        List<String> wrong = new ArrayList<>();
        int methods = 0;
        for (var compiler : COMPILERS.entrySet()) {
            for (var type : LockGrid.of(LockGrid.HELD, compiler.getValue()).entrySet()) {
                String source = LockGrid.source(type.getKey(), type.getValue());
                List<Diagnostic> told = told(compiler.getKey(), type.getKey(), source);
                for (var method : type.getValue().entrySet()) {
                    methods++;
                    if (!isToldOnce(method.getKey(), told, source)) {
                        wrong.add(method.getValue());
                    }
                }
            }
        }
        assertThat(wrong).as("of " + methods).isEmpty();
        assertThat(methods).isGreaterThan(6000);
    }

    private static boolean isToldOnce(String method, List<Diagnostic> told, String source) {
        List<Diagnostic> its =
                told.stream().filter(d -> d.method().equals(method)).toList();
        if (its.size() != 1) {
            return false;
        }
        int line = its.get(0).line();
        String text =
                line == 0 ? "await" : source.lines().skip(line - 1).findFirst().orElse("");
        return text.contains("await") || text.contains("return slow()");
    }

    @Test
    void noneThatIsReleasedBeforeIsTold() {
        List<String> wrong = new ArrayList<>();
        int methods = 0;
        for (var compiler : COMPILERS.entrySet()) {
            for (var type : LockGrid.of(LockGrid.FREE, compiler.getValue()).entrySet()) {
                methods += type.getValue().size();
                String source = LockGrid.source(type.getKey(), type.getValue());
                for (Diagnostic d : told(compiler.getKey(), type.getKey(), source)) {
                    wrong.add(d.message() + " " + type.getValue().get(d.method()));
                }
            }
        }
        assertThat(wrong).as("of " + methods).isEmpty();
        assertThat(methods).isGreaterThan(6000);
    }

    private static List<Diagnostic> told(Compiler compiler, String name, String source) {
        return told(compiler.compile(Map.of("program." + name, source)), WeaverOptions.DEFAULT);
    }

    private static List<Diagnostic> told(Map<String, byte[]> classes, WeaverOptions options) {
        Weaving weaving = Weaving.of(classes, options);
        assertThat(weaving.refusals()).isEmpty();
        return weaving.diagnostics().stream()
                .filter(d -> OURS.contains(d.problem()))
                .toList();
    }

    // ---- single shapes --------------------------------------------------------------------------

    private static final String MEMBERS =
            """
            final Lock lock = new ReentrantLock(); static final Lock LOCK = new ReentrantLock();
            ReentrantLock re; ReentrantReadWriteLock rw; Mine mine; Semaphore permits; Lock[] all;
            interface Mine extends Lock {}
            static class Sub extends ReentrantLock {}
            Sub sub; Locks other; boolean on() { return lock != null; }
            void enter() { lock.lock(); }
            boolean tries() { return lock.tryLock(); }
            void leave() { lock.unlock(); }
            void both() { lock.lock(); try { work(); } finally { lock.unlock(); } }
            void nested() { enter(); try { work(); } finally { leave(); } }
            void mixed() { lock.lock(); try { work(); } finally { leave(); } }
            void quiet() { lock.lock(); try { work(); } finally { unlockQuietly(lock); } }
            void twice() { enter(); }
            AutoCloseable locked() { lock.lock(); return lock::unlock; }
            static void unlockQuietly(Lock l) { quietly(l); }
            static void quietly(Lock l) { if (l != null) l.unlock(); }
            static int work(Object... o) { return o.length; }
            @Async Coroutine<Integer> slow() { return Coroutine.of(await(point(1))); }
            @Async AsyncGenerator<Integer> items() { emit(1); return AsyncGenerator.end(); }
            """;

    private static List<Diagnostic> in(String head, String body, WeaverOptions options) {
        String source = Shape.source("Locks", MEMBERS + head + " throws Exception {\n" + body + "\n}")
                .replace("public class", "import java.util.concurrent.locks.*;\npublic class");
        return told(InMemoryCompiler.debug().compile(Map.of("program.Locks", source)), options);
    }

    private static List<Diagnostic> inAsync(String body) {
        return in(
                "@Async Coroutine<Integer> f(boolean c, int n)",
                body + "\nreturn Coroutine.of(1);",
                WeaverOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lock.lock(); try { await(slow()); } finally { lock.unlock(); }|lock",
                "LOCK.lock(); await(slow()); LOCK.unlock();|LOCK",
                "rw.readLock().lock(); await(slow()); rw.readLock().unlock();|rw.readLock()",
                "other.lock.lock(); await(slow()); other.lock.unlock();|other.lock",
                "all[n].lock(); await(slow()); all[n].unlock();|all[...]",
                "var r = rw.writeLock(); r.lock(); await(slow()); r.unlock();|r",
                "Lock l = (Lock) (Object) lock; l.lock(); await(slow()); l.unlock();|l",
                "new Sub().lock(); await(slow());|new Locks.Sub(...)",
                "sub.lock(); await(slow()); sub.unlock();|sub",
                "mine.lockInterruptibly(); await(slow()); mine.unlock();|mine",
                "((Lock) sub).lock(); await(slow()); ((Lock) sub).unlock();|sub",
                "enter(); try { await(slow()); } finally { leave(); }|enter()",
                "if (tries()) try { await(slow()); } finally { leave(); }|tries()",
                "twice(); try { await(slow()); } finally { leave(); }|twice()",
                "lock.lock(); both(); await(slow()); lock.unlock();|lock",
                "re.lock(); try { await(slow()); }" + " finally { if (re.isHeldByCurrentThread()) re.unlock(); }|re",
                "lock.lock(); try (AutoCloseable u = lock::unlock) { await(slow()); }|lock",
                "lock.lock(); for (var i : items()) { work(i); } lock.unlock();|lock",
                "lock.lock(); try (var g = items()) { work(g); } lock.unlock();|lock",
                "if (c) { lock.lock(); try { return slow(); } finally { lock.unlock(); } }|lock",
                "lock.lock(); await(gather(slow(), slow())); lock.unlock();|lock",
                "re.lock(); rw.writeLock().lock(); re.unlock(); await(slow());"
                        + " rw.writeLock().unlock();|rw.writeLock()",
                "for (Lock l : all) l.lock(); await(slow()); for (Lock l : all) l.unlock();|l",
            })
    void isTold(String statement, String text) {
        assertThat(inAsync(statement))
                .extracting(d -> d.problem() + " " + d.detail())
                .containsExactly("LOCK_ACROSS_AWAIT " + text + ", locked in line " + LINE);
    }

    private static final int LINE = (int) Shape.source("Locks", MEMBERS).lines().count() + 2;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enter(); try { work(); } finally { leave(); } await(slow());",
                "if (tries()) { work(); leave(); } await(slow());",
                "while (!tries()) { await(slow()); } leave();",
                "while (!lock.tryLock()) { await(slow()); } lock.unlock();",
                "for (;;) { if (lock.tryLock()) { lock.unlock(); break; } await(slow()); }",
                "both(); await(slow()); both();",
                "nested(); mixed(); quiet(); await(slow());",
                "try (var l = locked()) { work(l); } await(slow());",
                "lock.lock(); try { work(); } finally { quietly(lock); } await(slow());",
                "lock.lock(); try (AutoCloseable u = lock::unlock) { work(); } await(slow());",
                "lock.lock(); try (AutoCloseable u = () -> lock.unlock()) { work(); }" + " await(slow());",
                "re.lock(); try { work(); } finally { if (re.isHeldByCurrentThread()) re.unlock();"
                        + " } await(slow());",
                "re.lock(); if (re.isLocked()) re.unlock(); await(slow());",
                "try { lock.lockInterruptibly(); lock.unlock(); }"
                        + " catch (InterruptedException e) { await(slow()); }",
                "Lock l = null; try { l = lock; l.lock(); work(); } finally { if (l != null)"
                        + " l.unlock(); } await(slow());",
                "Lock l = n > 3 ? lock : null; if (l != null) l.lock(); work();"
                        + " if (l != null) l.unlock(); await(slow());",
                "if (on()) lock.lock(); try { work(); } finally { if (on()) lock.unlock(); }" + " await(slow());",
                "boolean got = false; try { got = lock.tryLock(); if (got) work(); }"
                        + " finally { if (got) lock.unlock(); } await(slow());",
                "boolean got = lock.tryLock(); try { if (got) work(); else await(slow()); }"
                        + " finally { if (got) lock.unlock(); }",
                "if (c && lock.tryLock()) { work(); lock.unlock(); } else { await(slow()); }",
                "if (!c || !lock.tryLock()) { await(slow()); } else { lock.unlock(); }",
                "rw.writeLock().lock(); rw.readLock().lock(); rw.writeLock().unlock();"
                        + " rw.readLock().unlock(); await(slow());",
                "for (Lock l : all) { l.lock(); work(); l.unlock(); } await(slow());",
                "lock.lock(); try { toThread(() -> 1).close(); } finally { lock.unlock(); }" + " await(slow());",
                "lock.lock(); try { createTask(slow()); } finally { lock.unlock(); }" + " await(slow());",
                "AsyncLock a = new AsyncLock(); try (var h = await(a.acquire())) {" + " await(slow()); }",
                "if (permits.tryAcquire()) { await(slow()); permits.release(); }",
                "permits.acquire(); await(slow());", // a signal
                "await(toThread(() -> { permits.acquire(); return 1; })); permits.release();",
                "StampedLock s = new StampedLock(); long r = s.tryOptimisticRead();"
                        + " await(slow()); if (!s.validate(r)) work();",
                """
                StampedLock s = new StampedLock();
                long w = s.readLock();
                try {
                    long x = s.tryConvertToWriteLock(w);
                    if (x != 0) w = x;
                } finally {
                    s.unlock(w);
                }
                await(slow());""",
            })
    void isNothingToTell(String statement) {
        assertThat(inAsync(statement)).isEmpty();
    }

    @Test
    void theMessageHasLineLockAndWayOut() {
        List<Diagnostic> told = inAsync("lock.lock();\ntry {\nawait(slow());\n} finally {\nlock.unlock();\n}");
        assertThat(told)
                .extracting(Diagnostic::message)
                .containsExactly("Warning: program.Locks.f (Locks.java:"
                        + (LINE + 2)
                        + "): a lock of java.util.concurrent is held across an await. All"
                        + " tasks of a loop are one thread to it: it lets them all in, or"
                        + " stops that thread for good. Use an AsyncLock,"
                        + " await(lock.with(() -> ...)), or unlock before the await. (lock,"
                        + " locked in line "
                        + LINE
                        + ") [W28]");
    }

    @Test
    void ofAPermitItSaysWhatComesOfIt() {
        List<Diagnostic> told = inAsync("permits.acquire(); await(slow()); permits.release();");
        assertThat(told)
                .extracting(Diagnostic::message)
                .containsExactly("Warning: program.Locks.f (Locks.java:"
                        + LINE
                        + "): a permit of a java.util.concurrent.Semaphore is held across"
                        + " an await. A task that waits for one stops the loop's thread,"
                        + " and who holds it never goes on. Use an AsyncSemaphore:"
                        + " await(semaphore.with(() -> ...)). (permits, acquired in line "
                        + LINE
                        + ") [W29]");
    }

    @Test
    void generatorsStagesAndLambdasAreLookedAt() {
        for (String head : new String[] {
            "@Async AsyncGenerator<Integer> f()", "@Async CompletableFuture<Integer> f()", "AsyncCallable<Integer> f()"
        }) {
            boolean generator = head.contains("AsyncGenerator");
            String body = "lock.lock(); "
                    + (generator ? "emit(1);" : "await(slow());")
                    + " lock.unlock(); return "
                    + (generator
                            ? "AsyncGenerator.end();"
                            : head.contains("Future") ? "CompletableFuture.completedFuture(1);" : "Coroutine.of(1);");
            if (head.startsWith("AsyncCallable")) {
                body = "return () -> { " + body + " };";
            }
            assertThat(in(head, body, WeaverOptions.DEFAULT))
                    .as(head)
                    .singleElement()
                    .satisfies(d ->
                            assertThat(d.detail().contains("without a loop")).isEqualTo(head.contains("Future")));
        }
    }

    @Test
    void itIsSilencedAsOthersAre() {
        String held = "lock.lock(); await(slow()); lock.unlock(); return Coroutine.of(1);";
        String head = "@Async Coroutine<Integer> f()";
        String suppress = "@dev.jacquard.annotations.SuppressWeaverWarnings(\"W28\") ";
        assertThat(in(head, held, WeaverOptions.DEFAULT)).hasSize(1);
        assertThat(in(suppress + head, held, WeaverOptions.DEFAULT)).isEmpty();
        WeaverOptions silent = new WeaverOptions(true, WeaverOptions.silenced("W28+W29"));
        assertThat(in(head, held, silent)).isEmpty();
    }

    @Test
    void twoAwaitsUnderOneLockAreToldOnceAndTwoLocksTwice() {
        assertThat(inAsync("lock.lock(); await(slow());\nawait(slow()); lock.unlock();"))
                .hasSize(1);
        assertThat(inAsync("lock.lock();\nLOCK.lock(); await(slow()); LOCK.unlock();" + " lock.unlock();"))
                .hasSize(2);
    }

    /** Two ways at each condition: what is followed has to stay few. */
    @Test
    void aMethodOfManyBranchesIsLookedAtInLittleTime() {
        StringBuilder body = new StringBuilder("boolean a = c; lock.lock();\n");
        for (int k = 0; k < 300; k++) {
            body.append("if (n == " + k + ") { a = false; } if (a) { n++; a = n > 3; }\n");
        }
        body.append("await(slow()); lock.unlock();\n");
        assertThat(inAsync(body.toString())).hasSize(1);
    }
}
