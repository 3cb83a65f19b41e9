package dev.jacquard.agenttests.programs;

import java.lang.instrument.Instrumentation;

/** Another agent, which does what other agents do: transforms classes again. */
public final class Spy {
    private static Instrumentation instrumentation;

    private Spy() {}

    public static void premain(String options, Instrumentation given) {
        instrumentation = given;
    }

    static Instrumentation instrumentation() {
        return instrumentation;
    }
}
