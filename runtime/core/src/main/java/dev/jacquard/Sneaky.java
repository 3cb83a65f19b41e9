package dev.jacquard;

import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Woven;

/** Throws any exception without declaring it: exceptions cross awaits as the objects they are. */
final class Sneaky {
    private Sneaky() {}

    /** To be used as {@code throw sneak(e)}; throws. */
    static RuntimeException sneak(Throwable exception) {
        Woven.check(new Failure(exception));
        throw new AssertionError(exception); // thrown already
    }
}
