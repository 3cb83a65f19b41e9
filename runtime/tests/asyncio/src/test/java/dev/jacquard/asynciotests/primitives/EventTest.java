package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.Trail;
import dev.jacquard.testing.AsyncTest;

class EventTest {
    private final Trail trail = new Trail();
    private final AsyncEvent event = new AsyncEvent();

    @Async
    private Coroutine<Void> waiter(String name) {
        await(event.waitAsync());
        trail.add(name);
        return Coroutine.done();
    }

    @AsyncTest
    void setWakesAllInOrderEvenIfItIsClearedAtOnce() {
        createTask(waiter("a"));
        createTask(waiter("b"));
        createTask(waiter("c"));
        await(sleep(1));
        trail.add(event);
        event.set();
        event.clear();
        await(sleep(1));
        trail.add(event);
        trail.was("AsyncEvent[unset, waiters:3] a b c AsyncEvent[unset]");
    }

    @AsyncTest
    void waitingForASetOneDoesNotYield() {
        event.set();
        assertThat(event.isSet()).isTrue();
        createTask(waiter("later"));
        await(waiter("now"));
        await(sleep(0));
        trail.was("now later");
        assertThat(event.toString()).isEqualTo("AsyncEvent[set]");
    }

    @AsyncTest
    void cancelledWaiterLeaves() {
        Task<?> a = createTask(waiter("a"));
        createTask(waiter("b"));
        await(sleep(1));
        a.cancel();
        await(sleep(1));
        trail.add(event);
        event.set();
        await(sleep(1));
        trail.was("AsyncEvent[unset, waiters:1] b");
    }

    @AsyncTest
    void clearedOneMakesNewOnesWait() {
        event.set();
        event.clear();
        createTask(waiter("a"));
        await(sleep(1));
        trail.add("not yet");
        event.set();
        event.set();
        await(sleep(1));
        trail.was("not yet a");
    }
}
