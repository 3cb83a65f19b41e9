package dev.jacquard.weaver.model;

import org.jspecify.annotations.Nullable;

/** What an async method hands out, by its return type. */
public enum Kind {
    COROUTINE,
    GENERATOR,
    FUTURE,
    STAGE,
    /** Any method, woven for the torture test. */
    TORTURE;

    public static @Nullable Kind of(String descriptor) {
        String result = descriptor.substring(descriptor.indexOf(')') + 1);
        return switch (result) {
            case "L" + RuntimeNames.COROUTINE + ";" -> COROUTINE;
            case "L" + RuntimeNames.GENERATOR + ";" -> GENERATOR;
            case "L" + RuntimeNames.FUTURE + ";" -> FUTURE;
            case "L" + RuntimeNames.STAGE + ";" -> STAGE;
            default -> null;
        };
    }
}
