package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gatherSettled;

import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.ExceptionHandler;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.VirtualClock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a program, on a fresh loop with a virtual clock. */
final class ScheduledRun implements ExceptionHandler {
    private final Program program;
    private final Recorder recorder;
    private @Nullable Throwable failure;

    private ScheduledRun(Program program, Recorder recorder) {
        this.program = program;
        this.recorder = recorder;
    }

    /**
     * Runs a program until it has ended, and then cancels the tasks that are left.
     *
     * @return what it throws, or what was told to the loop's exception handler; null if nothing
     */
    static @Nullable Throwable run(Program program, Recorder recorder) {
        return new ScheduledRun(program, recorder).run();
    }

    private @Nullable Throwable run() {
        EventLoop loop = EventLoop.builder()
                .clock(new VirtualClock())
                .scheduler(recorder)
                .debug(false)
                .build();
        loop.setExceptionHandler(this);
        loop.setDefaultExecutor(new InLoopExecutor(loop));
        recorder.begin();
        try {
            loop.runUntilComplete(loop.createTask(main(program), "main"));
        } catch (Throwable e) {
            failed(e);
        } finally {
            recorder.end();
        }
        try {
            loop.runUntilComplete(cleanUp(loop, failure == null));
        } catch (Throwable e) {
            failed(e);
        }
        loop.close();
        return failure;
    }

    private void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    @Async
    private static Coroutine<@Nullable Object> main(Program program) throws Exception {
        return Coroutine.of(await(program.call()));
    }

    @Async
    private static Coroutine<Void> cleanUp(EventLoop loop, boolean strict) {
        Set<Task<?>> tasks = Asyncio.allTasks(loop);
        if (tasks.size() > 1) {
            tasks.remove(Asyncio.currentTask());
            for (Task<?> task : tasks) {
                task.cancel();
            }
            for (var outcome : await(gatherSettled(tasks))) {
                outcome.fold(v -> v, e -> thrown(e, strict));
            }
        }
        return loop.shutdownAsyncGens();
    }

    private static @Nullable Object thrown(Throwable e, boolean strict) {
        if (strict && !(e instanceof CancelledError)) {
            throw new AssertionError("A task that was left threw when it was cancelled", e);
        }
        return null;
    }

    @Override
    public void handle(EventLoop loop, ErrorContext context) {
        Throwable e = context.exception();
        if (e != null) {
            failed(new AssertionError("Told to the loop's exception handler: " + context, e));
        }
    }
}
