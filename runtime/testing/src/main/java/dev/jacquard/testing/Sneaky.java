package dev.jacquard.testing;

/** Throws checked exceptions where the compiler sees none. */
final class Sneaky {
    private Sneaky() {}

    /** For {@code throw Sneaky.of(e)}. */
    static RuntimeException of(Throwable e) {
        return Sneaky.<RuntimeException>as(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E as(Throwable e) throws E {
        throw (E) e;
    }
}
