package dev.jacquard.agenttests.programs;

/** Does nothing, to see how long that takes. */
public final class Empty {
    private Empty() {}

    public static void main(String[] args) {}
}
