package dev.jacquard.agent;

import java.util.HashSet;
import java.util.Set;

/** What the agent has to say to whoever runs the program: on the error stream, each message once. */
final class Console {
    private static final Set<String> SAID = new HashSet<>();

    private Console() {}

    static void say(String message) {
        synchronized (SAID) {
            if (!SAID.add(message)) {
                return;
            }
        }
        System.err.println("[jacquard] " + message);
    }
}
