package dev.jacquard.conformance;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import org.jspecify.annotations.Nullable;

/** The methods of generators. */
final class GeneratorMethods {
    private GeneratorMethods() {}

    static Coroutine<?> call(AsyncGenerator<?> generator, String method, @Nullable Object argument) {
        return switch (method) {
            case "anext" -> generator.nextAsync();
            case "asend" -> generator.send(argument);
            case "athrow" -> generator.throwInto((Throwable) Values.required(argument));
            case "aclose" -> generator.closeAsync();
            default -> throw Things.noSuchMethod(generator, method);
        };
    }
}
