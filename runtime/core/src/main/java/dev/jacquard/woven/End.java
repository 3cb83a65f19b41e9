package dev.jacquard.woven;

/** A generator that may be what {@code AsyncGenerator.end()} returns: the end of a generator's body. */
public interface End {
    /** Whether it has no body. */
    boolean isEnd();
}
