package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.VirtualClock;
import dev.jacquard.woven.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class KernelTest {
    final List<Object> trail = new ArrayList<>();

    static EventLoop virtual() {
        return EventLoop.builder().clock(new VirtualClock()).build();
    }

    static <T> T run(Coroutine<T> main) {
        try (Runner runner = Runner.builder().loopFactory(KernelTest::virtual).build()) {
            return runner.run(main);
        }
    }

    Coroutine<Integer> work(int id, int seconds) {
        return Script.of((self, v) -> {
            if (self.at == 0) {
                trail.add("start" + id);
                return self.awaiting(1, Asyncio.sleep(Duration.ofSeconds(seconds)));
            }
            trail.add("end" + id);
            return id;
        });
    }

    @Test
    void tasksStartInTheNextRoundAndInOrder() {
        run(Script.of((self, v) -> {
            if (self.at == 0) {
                Task<?> a = Asyncio.createTask(work(1, 0));
                Asyncio.createTask(work(2, 0));
                Task<?> c = Asyncio.createTask(work(3, 0));
                trail.add(a.getName() + Asyncio.allTasks().size());
                return self.awaiting(1, c);
            }
            trail.add("main" + v);
            return null;
        }));
        assertThat(trail).containsExactly("Task-24", "start1", "start2", "start3", "end1", "end2", "end3", "main3");
    }

    @Test
    void timersOfOneInstantRunInOrderOfScheduling() {
        List<Integer> result = run(Script.of((self, v) -> self.at == 0
                ? self.awaiting(1, Asyncio.gather(work(0, 3), work(1, 1), work(2, 2), work(3, 1), work(4, 0)))
                : v));
        assertThat(result).containsExactly(0, 1, 2, 3, 4);
        assertThat(trail.subList(5, 10)).containsExactly("end4", "end1", "end3", "end2", "end0");
    }

    @Test
    void nestedCoroutinesRunInlineAndDeep() {
        class Down {
            Coroutine<Integer> f(int n) {
                return Script.of((self, v) -> {
                    if (self.at == 0) {
                        return self.awaiting(1, n == 0 ? Asyncio.sleep(Duration.ZERO, 0) : f(n - 1));
                    }
                    return (Integer) v + 1;
                });
            }
        }
        assertThat(run(new Down().f(500))).isEqualTo(501);
    }

    @Test
    void cancelIsDeliveredAtTheAwait() {
        run(Script.of((self, v) -> {
            if (self.at == 0) {
                Task<?> t = Asyncio.createTask(Script.catching((s, x) -> {
                    if (s.at == 0) {
                        return s.awaiting(1, Asyncio.sleep(1000));
                    }
                    trail.add(((Failure) x).exception().getMessage());
                    throw ((Failure) x).exception();
                }));
                trail.add(t);
                return self.awaiting(1, Asyncio.sleep(0));
            }
            Task<?> t = (Task<?>) trail.get(0);
            if (self.at == 1) {
                assertThat(t.cancel("now")).isTrue();
                assertThat(t.isDone()).isFalse();
                assertThat(t.cancelling()).isEqualTo(1);
                return self.awaiting(2, Asyncio.gatherSettled(t));
            }
            assertThat(v.toString()).contains("CancelledError");
            assertThat(t.isCancelled()).isTrue();
            assertThat(t.cancel()).isFalse();
            return null;
        }));
        assertThat(trail.get(1)).isEqualTo("now");
    }

    @Test
    void cancelBeforeStartNeverRuns() {
        assertThatThrownBy(() -> run(Script.of((self, v) -> {
                    Task<?> t = Asyncio.createTask(work(1, 1));
                    t.cancel("early");
                    return self.awaiting(1, t);
                })))
                .isInstanceOf(CancelledError.class)
                .hasMessage("early");
        assertThat(trail).isEmpty();
    }

    @Test
    void uncancelBeforeTheNextStepWithdrawsTheRequest() {
        Integer r = run(Script.of((self, v) -> {
            if (self.at == 0) {
                Task<?> t = Asyncio.createTask(work(1, 1));
                t.cancel();
                assertThat(t.uncancel()).isZero();
                return self.awaiting(1, t);
            }
            return v;
        }));
        assertThat(r).isEqualTo(1);
    }

    @Test
    void selfCancelIsDeliveredAtTheNextAwait() {
        assertThatThrownBy(() -> run(Script.of((self, v) -> {
                    Asyncio.currentTask().cancel("self");
                    return self.awaiting(1, Asyncio.sleep(1000));
                })))
                .isInstanceOf(CancelledError.class)
                .hasMessage("self");
    }

    @Test
    void checkedExceptionIsThrownAsItIs() {
        IOException e = new IOException("x");
        assertThatThrownBy(() -> run(Script.sequence(() -> Asyncio.createTask(Coroutine.failed(e)))))
                .isSameAs(e);
        assertThatThrownBy(() -> run(Coroutine.failed(e))).isSameAs(e);
    }

    @Test
    void gatherThrowsTheFirstExceptionAndOthersGoOn() {
        IOException e = new IOException("x");
        Coroutine<Object> main = Script.catching((self, v) -> {
            if (self.at == 0) {
                return self.awaiting(1, Asyncio.gather(work(1, 1), Coroutine.failed(e)));
            }
            if (self.at == 1) {
                trail.add(((Failure) v).exception());
                return self.awaiting(2, Asyncio.sleep(Duration.ofSeconds(2)));
            }
            return null;
        });
        run(main);
        assertThat(trail).containsExactly("start1", e, "end1");
    }

    @Test
    void gatherCancelsItsChildrenAndDedupes() {
        run(Script.catching((self, v) -> {
            if (self.at == 0) {
                Coroutine<Integer> w = work(1, 9);
                Future<List<Integer>> g = Asyncio.gather(w, w, work(2, 9));
                assertThat(Asyncio.allTasks()).hasSize(3);
                trail.add(g);
                return self.awaiting(1, Asyncio.sleep(1000));
            }
            Future<?> g = (Future<?>) trail.get(0);
            if (self.at == 1) {
                assertThat(g.cancel("stop")).isTrue();
                assertThat(g.isDone()).isFalse();
                return self.awaiting(2, g);
            }
            assertThat(((Failure) v).exception())
                    .isInstanceOf(CancelledError.class)
                    .hasMessage("stop");
            assertThat(g.isCancelled()).isFalse();
            return null;
        }));
    }

    @Test
    void emptyGatherAndSettled() {
        assertThat(KernelTest.<List<Outcome<Object>>>run(Script.sequence(
                        () -> Asyncio.gather(List.of()),
                        () -> Asyncio.gatherSettled(Coroutine.of(1), Coroutine.failed(new IOException("x"))))))
                .satisfies(l -> assertThat(l.get(0).orElseThrow()).isEqualTo(1))
                .satisfies(l -> assertThat(l.get(1).isSuccess()).isFalse());
    }

    @Test
    void callbacksRunInTheNextRoundInOrderAndCanBeTakenBack() {
        EventLoop loop = virtual();
        Promise<Integer> p = loop.createPromise();
        java.util.function.Consumer<Future<Integer>> never = f -> trail.add("never");
        p.addDoneCallback(f -> trail.add("a" + f.result()));
        p.addDoneCallback(never);
        p.addDoneCallback(f -> trail.add("b"));
        assertThat(p.removeDoneCallback(never)).isEqualTo(1);
        loop.callSoon(() -> p.setResult(5));
        loop.callSoon(() -> trail.add("same round"));
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.runForever();
        assertThat(trail).containsExactly("same round", "a5", "b");
        assertThatThrownBy(() -> p.setResult(6)).isInstanceOf(InvalidStateException.class);
        assertThat(loop.time()).isEqualTo(Duration.ofSeconds(1));
        loop.close();
        assertThatThrownBy(() -> loop.callSoon(() -> {})).hasMessageContaining("closed");
    }

    @Test
    void callbackExceptionsGoToTheHandler() {
        EventLoop loop = virtual();
        loop.setExceptionHandler((l, c) -> trail.add(c.exception().getMessage()));
        loop.callSoon(() -> {
            throw new IllegalArgumentException("bad");
        });
        TimerHandle h = loop.callLater(Duration.ofSeconds(1), () -> trail.add("cancelled"));
        h.cancel();
        loop.callLater(Duration.ofSeconds(2), loop::stop);
        loop.runForever();
        assertThat(trail).containsExactly("bad");
    }

    @Test
    void loopExitLeavesAtOnceAndTheLoopCanGoOn() {
        EventLoop loop = virtual();
        Task<Object> t = loop.createTask(Coroutine.failed(new LoopExit("out")));
        loop.callSoon(() -> trail.add("later"));
        assertThatThrownBy(() -> loop.runUntilComplete(t)).isInstanceOf(LoopExit.class);
        assertThat(trail).isEmpty();
        assertThat(t.exception()).isInstanceOf(LoopExit.class);
        loop.runUntilComplete(loop.createTask(work(1, 1)));
        assertThat(trail).containsExactly("later", "start1", "end1");
    }

    @Test
    void deadlockIsToldWithTheTasks() {
        assertThatThrownBy(() -> {
                    EventLoop loop = virtual();
                    loop.runUntilComplete(loop.createTask(Script.sequence(() -> new Promise<>()), "stuck"));
                })
                .isInstanceOf(LoopDeadlockException.class)
                .hasMessageContaining("Task stuck")
                .hasMessageContaining("Promise[pending]");
    }

    @Test
    void coroutinesRunOnce() {
        assertThatThrownBy(() -> {
                    Coroutine<Integer> w = work(1, 0);
                    run(Script.sequence(() -> w, () -> w));
                })
                .hasMessageContaining("was awaited already");
        assertThatThrownBy(() -> {
                    Coroutine<Integer> w = work(1, 0);
                    run(Script.sequence(() -> Asyncio.createTask(w), () -> Asyncio.createTask(w)));
                })
                .hasMessageContaining("was awaited already");
        Coroutine<Integer> closed = work(1, 0);
        closed.close();
        assertThatThrownBy(() -> run(Script.sequence(() -> closed))).hasMessageContaining("was closed");
    }

    @Test
    void taskCannotAwaitItselfNorOtherLoopsFuturesNorJunk() {
        assertThatThrownBy(() -> run(Script.sequence(Asyncio::currentTask))).hasMessageContaining("await on itself");
        Promise<Object> other = virtual().createPromise();
        assertThatThrownBy(() -> run(Script.sequence(() -> other))).hasMessageContaining("another loop");
        assertThatThrownBy(() -> run(Script.sequence(() -> "junk"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(Script.sequence(() -> null))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void contextsAreCopiedToTasks() {
        ContextVar<String> var = ContextVar.of("v", "default");
        run(Script.of((self, v) -> {
            if (self.at == 0) {
                Token<String> token = var.set("main");
                Task<?> t = Asyncio.createTask(Script.of((s, x) -> {
                    trail.add(var.get());
                    var.set("task");
                    return null;
                }));
                var.reset(token);
                return self.awaiting(1, t);
            }
            trail.add(var.get());
            return null;
        }));
        assertThat(trail).containsExactly("main", "default");
        assertThatThrownBy(() -> ContextVar.of("unset").get()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void stagesAreAwaitedUnwrappedAndCancelled() {
        IOException e = new IOException("x");
        CompletableFuture<Object> failed = CompletableFuture.failedFuture(e).thenApply(x -> x);
        assertThatThrownBy(() -> run(Script.sequence(() -> failed))).isSameAs(e);
        CompletableFuture<Object> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        assertThatThrownBy(() -> run(Script.sequence(() -> cancelled))).isInstanceOf(CancelledError.class);
        CompletableFuture<Object> pending = new CompletableFuture<>();
        run(Script.catching((self, v) -> {
            if (self.at == 0) {
                Task<?> t = Asyncio.createTask(Script.sequence(() -> pending));
                trail.add(t);
                return self.awaiting(1, Asyncio.sleep(0));
            }
            if (self.at == 1) {
                ((Task<?>) trail.get(0)).cancel();
                return self.awaiting(2, trail.get(0));
            }
            return null;
        }));
        assertThat(pending).isCancelled();
    }

    @Test
    void stageFromAnotherThread() throws Exception {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Thread t = new Thread(() -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                return;
            }
            stage.complete(7);
        });
        t.start();
        assertThat(Asyncio.<Integer>run(Script.sequence(() -> {
                    Asyncio.getRunningLoop().callSoon(waiting::countDown);
                    return stage;
                })))
                .isEqualTo(7);
        t.join();
    }

    @Test
    void threadSafePostsAndExecutors() throws Exception {
        assertThat(Asyncio.run(Asyncio.toThread(() -> Thread.currentThread().getName())))
                .startsWith("jacquard-");
        EventLoop loop = Asyncio.newEventLoop();
        Thread t = new Thread(loop::runForever, "loop");
        t.start();
        CompletableFuture<Integer> f = Asyncio.runCoroutineThreadSafe(Coroutine.of(4), loop);
        assertThat(f.get()).isEqualTo(4);
        CompletableFuture<Object> never = Asyncio.runCoroutineThreadSafe(Script.sequence(() -> new Promise<>()), loop);
        never.cancel(true);
        int n = 10_000;
        CountDownLatch all = new CountDownLatch(n);
        for (int i = 0; i < n; i++) {
            loop.callSoonThreadSafe(all::countDown);
        }
        all.await();
        loop.setDebug(true);
        assertThatThrownBy(() -> loop.callSoon(() -> {}))
                .hasMessageContaining("\"loop\"")
                .hasMessageContaining("\"main\"");
        loop.callSoonThreadSafe(loop::stop);
        t.join();
        loop.close();
    }

    @Test
    void eagerTasksRunWhereTheyAreCreated() {
        EventLoop loop = virtual();
        loop.setTaskFactory(Asyncio.eagerTaskFactory());
        loop.runUntilComplete(Script.of((self, v) -> {
            if (self.at == 0) {
                Task<?> me = Asyncio.currentTask();
                Task<?> done = Asyncio.createTask(Coroutine.of(3));
                assertThat(done.result()).isEqualTo(3);
                Task<?> t = Asyncio.createTask(work(1, 1));
                trail.add("after");
                assertThat(Asyncio.currentTask() == me).isTrue();
                return self.awaiting(1, t);
            }
            return v;
        }));
        assertThat(trail).containsExactly("start1", "after", "end1");
    }

    @Test
    void misuseOfRun() {
        assertThatThrownBy(Asyncio::getRunningLoop).hasMessageContaining("no running loop");
        assertThatThrownBy(() -> Asyncio.createTask(Coroutine.done())).hasMessageContaining("no running loop");
        assertThatThrownBy(() -> Asyncio.await(Coroutine.of(1)))
                .hasMessageContaining("KernelTest.java")
                .hasMessageContaining("-javaagent:");
        assertThatThrownBy(() -> run(Script.of((s, v) -> Asyncio.run(Coroutine.done()))))
                .hasMessageContaining("from a running event loop");
    }

    @Test
    void runClosesWhatIsLeft() {
        run(Script.of((self, v) -> {
            if (self.at == 0) {
                Asyncio.createTask(Script.catching((s, x) -> {
                    if (s.at == 0) {
                        return s.awaiting(1, Asyncio.sleep(1000));
                    }
                    trail.add("cancelled");
                    throw ((Failure) x).exception();
                }));
                return self.awaiting(1, Asyncio.sleep(0));
            }
            trail.add("main ends");
            return null;
        }));
        assertThat(trail).containsExactly("main ends", "cancelled");
    }

    @SuppressWarnings("unchecked")
    AsyncGenerator<Integer> counting(int n) {
        return (AsyncGenerator<Integer>) Script.catching((self, v) -> {
                    if (v instanceof Failure f) {
                        trail.add(f.exception().getClass().getSimpleName());
                        throw f.exception();
                    }
                    if (self.at == 2 * n) {
                        return null;
                    }
                    if (self.at % 2 == 0) {
                        return self.awaiting(self.at + 1, Asyncio.sleep(self.at == 0 ? 0 : 1000));
                    }
                    return self.emitting(self.at + 1, self.at / 2);
                })
                .asGenerator();
    }

    @Test
    void generatorsEmitAndEnd() {
        AsyncGenerator<Integer> g = counting(3);
        AsyncIterator<Integer> it = g.iterator();
        run(Script.of((self, v) -> {
            if (self.at > 0) {
                if (!(Boolean) v) {
                    return null;
                }
                trail.add(it.next());
            }
            return self.awaiting(1, it.hasNextAsync());
        }));
        assertThat(trail).containsExactly(0, 1, 2);
    }

    @Test
    void generatorsLeftOpenAreClosedByTheRunner() {
        AsyncGenerator<Integer> g = counting(3);
        run(Script.sequence(g::nextAsync, g::nextAsync));
        assertThat(trail).containsExactly("GeneratorExit");
        run(Script.sequence(g::closeAsync));
        assertThatThrownBy(() -> run(Script.sequence(g::nextAsync))).isInstanceOf(StopAsyncIteration.class);
        assertThatThrownBy(() -> run(Script.sequence(() -> counting(1).send(3))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stageMethodsStartAtOnce() throws Exception {
        CompletableFuture<Integer> in = new CompletableFuture<>();
        CompletableFuture<?> out =
                (CompletableFuture<?>) Script.sequence(() -> in).asStage();
        assertThat(out).isNotDone();
        Thread t = new Thread(() -> in.complete(3));
        t.start();
        t.join();
        assertThat(out.get()).isEqualTo(3);
        CompletableFuture<Integer> in2 = new CompletableFuture<>();
        CompletableFuture<?> out2 =
                (CompletableFuture<?>) Script.sequence(() -> in2).asStage();
        out2.cancel(true);
        assertThat(in2).isCancelled();
        assertThat(((CompletableFuture<?>)
                        Script.sequence(() -> Asyncio.sleep(5)).asStage()))
                .isCompletedExceptionally();
    }

    @Test
    void manyCancelledTimersAreSwept() {
        EventLoop loop = virtual();
        for (int i = 0; i < 10_000; i++) {
            int n = i;
            TimerHandle h = loop.callLater(Duration.ofSeconds(10_000 - i), () -> trail.add(n));
            if (i % 100 != 0) {
                h.cancel();
            }
        }
        loop.callLater(Duration.ofSeconds(20_000), loop::stop);
        loop.runForever();
        assertThat(trail).hasSize(100);
        assertThat(trail.get(0)).isEqualTo(9900);
        assertThat(trail.get(99)).isEqualTo(0);
    }
}
