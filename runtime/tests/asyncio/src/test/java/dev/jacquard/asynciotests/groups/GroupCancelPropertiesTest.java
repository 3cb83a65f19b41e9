package dev.jacquard.asynciotests.groups;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A group that is cancelled by itself and from outside, at any two times. */
class GroupCancelPropertiesTest {
    /** Cancelled from outside at any time, before or after the group's own: it is never lost. */
    @Property(tries = 300)
    void cancellationFromOutsideIsNeverLost(
            @ForAll @IntRange(min = 0, max = 6) int inside,
            @ForAll @IntRange(min = 0, max = 6) int outside,
            @ForAll @IntRange(min = 0, max = 2) int members,
            @ForAll @IntRange(min = 0, max = 2) int stops,
            @ForAll boolean bodyWaits,
            @ForAll boolean insideFirst) {
        runOften(() -> {
            TaskGroup group = new TaskGroup();
            Task<String> task = createTask(cancelled(group, members, stops, bodyWaits));
            Duration at = seconds(inside);
            if (insideFirst) {
                getRunningLoop().callLater(at, group::cancel);
            }
            boolean[] alive = {false};
            getRunningLoop().callLater(seconds(outside), () -> alive[0] = task.cancel("outside"));
            if (!insideFirst) {
                getRunningLoop().callLater(at, group::cancel);
            }
            Throwable e = await(thrownBy(task));
            await(sleep(seconds(10)));
            assertThat(task.cancelling()).isEqualTo(alive[0] ? 1 : 0);
            if (alive[0]) {
                assertThat(e).isInstanceOf(CancelledError.class);
            } else {
                assertThat(e).isNull();
                assertThat(task.result()).isEqualTo("after");
            }
            return Coroutine.done();
        });
    }

    @Async
    private Coroutine<String> cancelled(TaskGroup group, int members, int stops, boolean bodyWaits) {
        await(group.with(() -> {
            for (int i = 0; i < members; i++) {
                group.createTask(member(stops));
            }
            if (bodyWaits) {
                await(member(stops));
            }
            return Coroutine.done();
        }));
        await(sleep(0)); // a cancellation that is pending arrives here
        return Coroutine.of("after");
    }

    /** Works, and needs some time to stop. */
    @Async
    private static Coroutine<Void> member(int stops) {
        try {
            await(sleep(seconds(100)));
        } finally {
            if (stops > 0) {
                await(sleep(seconds(stops)));
            }
        }
        return Coroutine.done();
    }
}
