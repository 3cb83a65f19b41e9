package dev.jacquard;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.Poller;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What types of the kernel promise in their public methods and layers above it do. The kernel finds those by the name
 * of one class, and knows nothing else of them; see {@code docs/decisions/core-layers.md}.
 *
 * <pre>
 *   Coroutine, Future, EventLoop ──▶ LayersAbove ◀── Wiring ──▶ AsyncioLoop, BodyGenerator, StageDriver, ...
 * </pre>
 */
abstract class LayersAbove {
    /** They. One class is ever loaded, so the JIT calls it directly. */
    static final LayersAbove THEY = find();

    private static LayersAbove find() {
        try {
            return Class.forName("dev.jacquard.Wiring") // as shrinkers understand it
                    .asSubclass(LayersAbove.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The runtime of Jacquard is not complete", e);
        }
    }

    /** A loop with all that {@link EventLoop} offers. */
    abstract BaseEventLoop newLoop(Clock clock, Poller poller, @Nullable JobScheduler scheduler);

    /** The loops that are running now. */
    abstract List<EventLoop> runningLoops();

    /** The generator whose body this is. */
    abstract Object generatorOf(Coroutine<?> body);

    /** Runs a coroutine without a loop; the stage of its result. */
    abstract CompletableFuture<@Nullable Object> startStage(Coroutine<?> coroutine);

    /** A future as a stage. */
    abstract <T extends @Nullable Object> CompletableFuture<T> stageOf(Future<T> future);

    /** Waits for a future that can only be waited for by blocking. */
    abstract <T extends @Nullable Object> Coroutine<T> waitBlocking(java.util.concurrent.Future<T> future);
}
