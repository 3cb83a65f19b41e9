package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands the kernel what the layers above it have. */
@SuppressWarnings("unused") // by LayersAbove, which knows the name only
final class Wiring extends LayersAbove {
    Wiring() {}

    @Override
    BaseEventLoop newLoop(Clock clock, Poller poller, @Nullable JobScheduler scheduler) {
        return new AsyncioLoop(clock, poller, scheduler);
    }

    @Override
    List<EventLoop> runningLoops() {
        return RunningLoops.all();
    }

    @Override
    Object generatorOf(Coroutine<?> body) {
        return new BodyGenerator<>(body);
    }

    @Override
    CompletableFuture<@Nullable Object> startStage(Coroutine<?> coroutine) {
        return StageDriver.start(coroutine);
    }

    @Override
    <T extends @Nullable Object> CompletableFuture<T> stageOf(Future<T> future) {
        return FutureStage.of(future);
    }

    @Override
    <T extends @Nullable Object> Coroutine<T> waitBlocking(java.util.concurrent.Future<T> future) {
        return BlockingFuture.get(future);
    }
}
