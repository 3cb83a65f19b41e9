package dev.jacquard.samples.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import org.jspecify.annotations.Nullable;

/** The methods of generators. */
final class GeneratorMethods {
    private GeneratorMethods() {}

    static Coroutine<?> call(
            AsyncGenerator<?> generator, String method, @Nullable Object argument) {
        return switch (method) {
            case "anext" -> generator.nextAsync();
            case "asend" -> sent(generator.send(argument));
            case "athrow" -> generator.throwInto((Throwable) Values.required(argument));
            case "aclose" -> generator.closeAsync();
            default -> throw Things.noSuchMethod(generator, method);
        };
    }

    /** Sending into a generator that has not started is a TypeError in Python. */
    @Async
    private static <T> Coroutine<T> sent(Coroutine<T> call) {
        try {
            return Coroutine.of(await(call));
        } catch (IllegalArgumentException e) {
            throw Values.typeError(String.valueOf(e.getMessage()));
        }
    }
}
