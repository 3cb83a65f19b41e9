package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.woven.Failure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each loop has for an observer: it sees to exceptions that nobody retrieves; in debug mode also to coroutines
 * that nobody awaits, and to where all was created; as long as the loop is observed, to steps that are slow.
 */
final class Diagnostics extends Observer {
    private final BaseEventLoop loop;
    private @Nullable Origins origins;
    private @Nullable SlowSteps slowSteps;
    private @Nullable Thread thread; // while the loop runs
    private Duration slowFrom = Duration.ofMillis(100);

    Diagnostics(BaseEventLoop loop) {
        this.loop = loop;
    }

    // ---- what may get lost -----------------------------------------------------------------------

    private Origins origins() {
        Origins o = origins;
        if (o == null) {
            o = new Origins(loop);
            origins = o;
        }
        return o;
    }

    @Override
    void created(Coroutine<?> coroutine) {
        if (loop.isDebug()) {
            origins().created(coroutine);
        }
    }

    @Override
    void created(Future<?> future) {
        if (loop.isDebug()) {
            origins().created(future);
        }
    }

    /** In debug mode, where a future of this loop was created; else empty. */
    List<StackTraceElement> createdAt(Object object) {
        Origins o = origins;
        return o == null ? List.of() : o.createdAt(object);
    }

    @Override
    void failed(Future<?> future, Failure failure) {
        origins().failed(future, failure);
    }

    @Override
    void retrieved(Future<?> future) {
        origins().retrieved(future);
    }

    @Override
    void roundEnds() {
        aboutToWait();
    }

    @Override
    void aboutToWait() {
        Origins o = origins;
        if (o != null) {
            o.tellGone();
        }
    }

    @Override
    void closing() {
        Origins o = origins;
        if (o != null) {
            o.tellAll();
        }
    }

    // ---- what runs -------------------------------------------------------------------------------

    @Override
    void loopBegins() {
        RunningLoops.add(loop);
        thread = Thread.currentThread();
        watchOrNot();
    }

    @Override
    void loopEnds() {
        RunningLoops.remove(loop);
        thread = null;
        watchOrNot();
    }

    /** While an observed loop runs, a thread watches its steps. */
    void watchOrNot() {
        Thread running = thread;
        SlowSteps steps = slowSteps;
        if (running == null || !loop.observed) {
            if (steps != null) {
                slowSteps = null;
                steps.end();
            }
        } else if (steps == null) {
            slowSteps = SlowSteps.watching(
                    running.getName(),
                    () -> RunningCalls.stackOf(loop, running),
                    BaseEventLoop.nanos(slowFrom),
                    this::warn);
        }
    }

    private void warn(String slow) {
        if (loop.isDebug()) {
            loop.warn(slow);
        }
    }

    Duration slowFrom() {
        return slowFrom;
    }

    void slowFrom(Duration duration) {
        slowFrom = duration;
        SlowSteps steps = slowSteps;
        if (steps != null) {
            steps.setThreshold(BaseEventLoop.nanos(duration));
        }
    }

    @Override
    void stepBegins(Job job) {
        SlowSteps steps = slowSteps;
        if (steps != null) {
            steps.begin(job);
        }
    }

    @Override
    void stepEnds(Job job) {
        SlowSteps steps = slowSteps;
        if (steps != null) {
            long took = steps.end(job);
            if (took != SlowSteps.QUICK) {
                loop.observer.slow(job, took);
            }
        }
    }
}
