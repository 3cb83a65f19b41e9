package dev.jacquard.benchmarks.startup;

/** A program that does nothing. */
public final class Empty {
    private Empty() {}

    /** Does nothing. */
    public static void main(String[] args) {}
}
