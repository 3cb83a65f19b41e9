package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.Asyncio.waitFirstException;
import static dev.jacquard.asynciotests.OnVirtualTime.loop;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TaskFactory;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Leak;
import java.lang.reflect.Field;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A call that is refused changes nothing. The grid: each function that takes several things, each kind of bad argument,
 * at each place among good ones, which can still be used after that.
 */
class RefusedCallsTest {
    private static final int GOOD = 4;

    private static final EventLoop OTHER = loop();

    /** What is bad. */
    enum Bad {
        NULL,
        FOREIGN,
        FOREIGN_AND_DONE,
        AWAITED,
        CLOSED,
        RUNNING,
        AWAITABLE_OF_NULL,
        AWAITABLE_OF_AWAITED,
        AWAITABLE_THAT_THROWS,
        NOT_AWAITABLE,
        COLLECTION_THAT_THROWS;

        private boolean isFuture() {
            return this == NULL
                    || this == FOREIGN
                    || this == FOREIGN_AND_DONE
                    || this == NOT_AWAITABLE
                    || this == COLLECTION_THAT_THROWS;
        }
    }

    /** Thrown by bad arguments themselves. */
    private static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Who takes several. */
    private interface Call {
        Awaitable<?> with(Collection<? extends Awaitable<Object>> xs);
    }

    private record Named(String name, boolean takesArray, Call call) {
        Named(String name, Call call) {
            this(name, false, call);
        }
    }

    private static final List<Named> OF_AWAITABLES = List.of(
            new Named("gather()", xs -> gather(xs)),
            new Named("gather()", true, xs -> gather(xs.toArray(new Awaitable<?>[0]))),
            new Named("gatherSettled()", xs -> gatherSettled(xs)),
            new Named("gatherSettled()", true, xs -> gatherSettled(xs.toArray(new Awaitable<?>[0]))),
            new Named("asCompleted()", xs -> asCompleted(xs).iterator().hasNextAsync()),
            new Named("asCompleted()", xs -> firstOf(asCompleted(xs, seconds(9)))));

    private static Awaitable<?> firstOf(dev.jacquard.Completions<?> completions) {
        return completions.coroutines().iterator().next();
    }

    @SuppressWarnings("unchecked")
    private static Collection<Future<?>> futures(Collection<?> xs) {
        return (Collection<Future<?>>) xs;
    }

    private static final List<Named> OF_FUTURES = List.of(
            new Named("waitAny()", xs -> waitAny(futures(xs))),
            new Named("waitAny()", xs -> waitAny(futures(xs), seconds(5))),
            new Named("waitFirstException()", xs -> waitFirstException(futures(xs))),
            new Named("waitFirstException()", xs -> waitFirstException(futures(xs), seconds(5))),
            new Named("waitAll()", xs -> waitAll(futures(xs))),
            new Named("waitAll()", xs -> waitAll(futures(xs), seconds(5))));

    // ---- the arguments -------------------------------------------------------------------------

    @Async
    private static Coroutine<Object> value(Object value) {
        await(sleep(0));
        return Coroutine.of(value);
    }

    @Async
    private static Coroutine<Void> makeBad(Bad kind, List<Object> into) {
        Object bad =
                switch (kind) {
                    case NULL, COLLECTION_THAT_THROWS -> null;
                    case FOREIGN -> new Promise<>(OTHER);
                    case FOREIGN_AND_DONE -> {
                        Promise<Object> done = new Promise<>(OTHER);
                        done.setResult("done");
                        yield done;
                    }
                    case AWAITED, AWAITABLE_OF_AWAITED -> {
                        Coroutine<Object> awaited = value("awaited");
                        await(awaited);
                        yield kind == Bad.AWAITED ? awaited : (Awaitable<Object>) () -> awaited;
                    }
                    case CLOSED -> {
                        Coroutine<Object> closed = value("closed");
                        closed.close();
                        yield closed;
                    }
                    case RUNNING -> {
                        Coroutine<Object> running = value("running");
                        createTask(running, "running");
                        await(sleep(0));
                        yield running;
                    }
                    case AWAITABLE_OF_NULL -> (Awaitable<Object>) () -> null;
                    case AWAITABLE_THAT_THROWS ->
                        (Awaitable<Object>) () -> {
                            throw new Thrown();
                        };
                    case NOT_AWAITABLE -> "a string";
                };
        into.add(bad);
        return Coroutine.done();
    }

    /** A list in whose iteration an exception is thrown. */
    private static List<Object> throwingAt(int place, List<Object> list) {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                if (index == place) {
                    throw new Thrown();
                }
                return list.get(index);
            }

            @Override
            public int size() {
                return list.size();
            }
        };
    }

    private static Object callbacksOf(Future<?> future) throws ReflectiveOperationException {
        Field field = Future.class.getDeclaredField("callbacks");
        field.setAccessible(true);
        return field.get(future);
    }

    // ---- the grid ------------------------------------------------------------------------------

    @Test
    void refusedCallLeavesCoroutinesAlone() throws Exception {
        for (Named named : OF_AWAITABLES) {
            for (Bad kind : Bad.values()) {
                if (kind != Bad.NOT_AWAITABLE || !named.takesArray()) {
                    for (int place = 0; place <= GOOD; place++) {
                        int at = place;
                        run(() -> refused(named, kind, at, false));
                    }
                }
            }
        }
    }

    @Test
    void refusedCallLeavesFuturesAlone() throws Exception {
        for (Named named : OF_FUTURES) {
            for (Bad kind : Bad.values()) {
                if (kind.isFuture()) {
                    for (int place = 0; place <= GOOD; place++) {
                        int at = place;
                        run(() -> refused(named, kind, at, true));
                    }
                }
            }
        }
    }

    @Async
    @SuppressWarnings("unchecked")
    private static Coroutine<Void> refused(Named named, Bad kind, int place, boolean futures) throws Exception {
        String cell = named.name() + " with " + kind + " at " + place;
        Promise<Object> pending = new Promise<>();
        Promise<Object> done = new Promise<>();
        done.setResult("done");
        Task<Object> task = createTask(value("task"), "task");
        Coroutine<Object> coroutine = futures ? null : value("coroutine");
        Awaitable<Object> awaitable = () -> value("awaitable");
        List<Object> given = futures
                ? new ArrayList<>(List.of(pending, done, task, pending))
                : new ArrayList<>(List.of(pending, coroutine, awaitable, task));
        assertThat(given).hasSize(GOOD);
        List<Object> right = List.copyOf(given);
        List<Object> bad = new ArrayList<>();
        await(makeBad(kind, bad));
        given.add(place, bad.get(0));
        List<Object> list = kind == Bad.COLLECTION_THAT_THROWS ? throwingAt(place, given) : given;
        Object callbacksOfTask = callbacksOf(task);
        Object tasksBefore = List.copyOf(allTasks());

        Throwable e;
        try {
            Awaitable<?> refused = named.call().with((Collection<? extends Awaitable<Object>>) (Collection<?>) list);
            e = await(thrownBy(refused));
        } catch (RuntimeException x) {
            e = x;
        }

        assertThat(e).as(cell).isInstanceOf(RuntimeException.class);
        if (!(e instanceof Thrown)) {
            assertThat(e.getMessage()).as(cell).contains(named.name());
        }
        assertThat(List.copyOf(allTasks())).as(cell).isEqualTo(tasksBefore);
        assertThat(callbacksOf(pending)).as(cell).isNull();
        assertThat(callbacksOf(task)).as(cell).isSameAs(callbacksOfTask);
        // the loop goes on, also after all ends that it may have been told of
        await(sleep(seconds(10)));
        // and what was right can be given to the same function
        pending.setResult("pending");
        await(named.call().with((Collection<? extends Awaitable<Object>>) (Collection<?>) right));
        if (!futures) {
            await(sleep(seconds(1)));
            assertThat(await(thrownBy(coroutine))).as(cell).hasMessageContaining("awaited already");
        }
        assertThat(task.result()).as(cell).isEqualTo("task");
        return Coroutine.done();
    }

    // ---- one thing only ------------------------------------------------------------------------

    @AsyncTest
    void shieldOfWhatIsBadLeavesNothingBehind() throws Exception {
        for (Bad kind : Bad.values()) {
            if (kind == Bad.NOT_AWAITABLE || kind == Bad.COLLECTION_THAT_THROWS) {
                continue;
            }
            List<Object> bad = new ArrayList<>();
            await(makeBad(kind, bad));
            Object tasksBefore = List.copyOf(allTasks());
            @SuppressWarnings("unchecked")
            Awaitable<Object> x = (Awaitable<Object>) bad.get(0);
            assertThatThrownBy(() -> shield(x)).as(kind.name()).isInstanceOf(RuntimeException.class);
            assertThat(List.copyOf(allTasks())).isEqualTo(tasksBefore);
        }
        await(sleep(seconds(1)));
    }

    @AsyncTest
    void collectionThatIsNullIsNamed() {
        assertThatThrownBy(() -> gather((Collection<Coroutine<Object>>) null))
                .hasMessageStartingWith("gather() of null");
        assertThatThrownBy(() -> gather((Awaitable<Object>[]) null)).hasMessageStartingWith("gather() of null");
        assertThatThrownBy(() -> asCompleted((Collection<Coroutine<Object>>) null))
                .hasMessageStartingWith("asCompleted() of null");
        assertThatThrownBy(() -> shield(null)).hasMessageStartingWith("shield() of null");
    }

    @AsyncTest
    void messagesSayWhichArgument() throws Exception {
        Coroutine<Object> good = value(1);
        assertThatThrownBy(() -> gather(Arrays.asList(good, null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("gather(): argument 2 of 2 is null: expected a coroutine, future, task or" + " Awaitable");
        assertThat(await(good)).isEqualTo(1);
        Coroutine<Object> second = value(2);
        assertThatThrownBy(() -> gather(second, good))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("gather(): argument 2 of 2 cannot be started. The coroutine")
                .hasMessageContaining("awaited already");
        second.close();
    }

    // ---- what cannot be seen beforehand --------------------------------------------------------

    /** The second task is refused. */
    private static TaskFactory refusing(RuntimeException why) {
        return new TaskFactory() {
            private int made;

            @Override
            public <T> Task<T> create(EventLoop loop, Coroutine<T> coroutine, String name, dev.jacquard.Context c) {
                if (++made == 2) {
                    throw why;
                }
                return Task.create(loop, coroutine, name, c, false);
            }
        };
    }

    @AsyncTest
    void tasksAreCancelledIfTheirFactoryRefusesOne() throws Exception {
        for (Named named : OF_AWAITABLES) {
            Promise<Object> pending = new Promise<>();
            Coroutine<Object> third = value("third");
            getRunningLoop().setTaskFactory(refusing(new Thrown()));
            List<Awaitable<Object>> given = List.of(pending, value(1), value(2), third);
            assertThatThrownBy(() -> named.call().with(given)).as(named.name()).isInstanceOf(Thrown.class);
            getRunningLoop().setTaskFactory(null);
            await(sleep(0));
            await(sleep(0));
            assertThat(allTasks()).as(named.name()).containsExactly(currentTask());
            assertThat(callbacksOf(pending)).isNull();
            assertThat(await(third)).isEqualTo("third");
            ((Coroutine<?>) given.get(2)).close(); // it was refused, not taken
        }
    }

    /** An eager task whose first step ends the program: as in CPython, the others go on. */
    @AsyncTest(allow = Leak.EXCEPTIONS)
    void othersGoOnAfterALoopExitOnTheSpot() throws Exception {
        List<String> trail = new ArrayList<>();
        getRunningLoop().setTaskFactory(dev.jacquard.Asyncio.eagerTaskFactory());
        Coroutine<Object> third = value("third");
        assertThatThrownBy(() -> gather(List.of(slow(trail), exits(), third))).isInstanceOf(LoopExit.class);
        assertThat(await(third)).isEqualTo("third");
        await(sleep(seconds(2)));
        assertThat(trail).containsExactly("slow has ended");
        assertThat(now()).isEqualTo(2);
    }

    @Async
    private static Coroutine<Object> slow(List<String> trail) {
        await(sleep(seconds(1)));
        trail.add("slow has ended");
        return Coroutine.of(1);
    }

    @Async
    private static Coroutine<Object> exits() {
        throw new LoopExit("bye");
    }

    // ---- the same twice ------------------------------------------------------------------------

    @AsyncTest
    void sameCoroutineTwiceIsOneTask() throws Exception {
        for (int n = 1; n <= 3; n++) {
            Coroutine<Object> one = value("one");
            assertThat(await(gather(Collections.nCopies(n, one)))).isEqualTo(Collections.nCopies(n, "one"));
        }
        int completed = 0;
        Coroutine<Object> one = value("one");
        for (Future<Object> f : asCompleted(List.of(one, one, Coroutine.of(2), Coroutine.of(3)))) {
            completed++;
            assertThat(f.isDone()).isTrue();
        }
        assertThat(completed).isEqualTo(3);
        Coroutine<Void> done = Coroutine.done(); // may be awaited many times, so it is two
        completed = 0;
        for (Future<Void> f : asCompleted(List.of(done, done))) {
            completed++;
            assertThat(f.isDone()).isTrue();
        }
        assertThat(completed).isEqualTo(2);
        Awaitable<Object> awaitable = () -> value("fresh");
        assertThat(await(gather(awaitable, awaitable))).containsExactly("fresh", "fresh");
    }
}
