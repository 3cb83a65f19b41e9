package dev.jacquard.woven;

/** Marks what {@code AsyncGenerator.end()} returns: the end of a generator's body. */
public interface End {}
