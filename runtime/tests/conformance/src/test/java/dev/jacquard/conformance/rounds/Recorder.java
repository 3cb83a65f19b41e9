package dev.jacquard.conformance.rounds;

/** Takes what happens in a program; who and when it finds out itself. */
@FunctionalInterface
public interface Recorder {
    void record(Object... event);
}
