/**
 * The runtime. Users need {@code dev.jacquard}; {@code dev.jacquard.loop} has the seams of the event loop (clock,
 * poller), and {@code dev.jacquard.woven} is the door for code that the weaver has made, {@code dev.jacquard.jshell}
 * for what stands at JShell's prompt.
 */
module dev.jacquard.core {
    requires transitive dev.jacquard.annotations;
    requires static org.jspecify;

    uses dev.jacquard.ContextPropagator;

    exports dev.jacquard;
    exports dev.jacquard.jshell;
    exports dev.jacquard.loop;
    exports dev.jacquard.woven;
}
