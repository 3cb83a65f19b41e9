package dev.jacquard.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The WebSockets that an application has open. */
final class OpenSockets {
    private static final int GOING_AWAY = 1001;

    private final Set<MessageSocket> open = new LinkedHashSet<>();
    private boolean leaving;

    void add(MessageSocket socket) {
        open.add(socket);
        if (leaving) {
            socket.dismiss(GOING_AWAY, null);
        }
    }

    void remove(MessageSocket socket) {
        open.remove(socket);
    }

    /** Says goodbye to all, with 1001. */
    void goAway() {
        leaving = true;
        List.copyOf(open).forEach(s -> s.dismiss(GOING_AWAY, null));
    }
}
