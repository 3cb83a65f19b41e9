package dev.jacquard;

/** Throws any exception without declaring it: exceptions cross awaits as the objects they are. */
final class Sneaky {
    private Sneaky() {}

    /** To be used as {@code throw sneak(e)}; throws. */
    static RuntimeException sneak(Throwable exception) {
        throw Sneaky.<RuntimeException>raise(exception);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X raise(Throwable exception) throws X {
        throw (X) exception;
    }
}
