package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCallable;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.Coroutine;
import dev.jacquard.GeneratorExit;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of task groups. */
final class GroupMethods {
    private GroupMethods() {}

    static @Nullable Object call(TaskGroup group, String method) {
        if (method.equals("cancel")) {
            group.cancel();
            return null;
        }
        throw Things.noSuchMethod(group, method);
    }

    /** {@code async with}. */
    @Async
    static Coroutine<Signal> with(TaskGroup group, Release release, AsyncCallable<Signal> body) {
        try {
            Signal signal = await(group.with(body));
            return Coroutine.of(signal == null ? Signal.NEXT : signal); // it was cancelled
        } catch (GeneratorExit e) {
            if (release.leavesGeneratorExitBare()) {
                throw e;
            }
            throw ExceptionClasses.raise(BaseExceptionGroup.of("unhandled errors", List.of(e)));
        }
    }
}
