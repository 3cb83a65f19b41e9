package dev.jacquard;

import java.util.ArrayList;
import java.util.List;

/** The loops that are running, so that a process can be asked for its tasks. */
final class RunningLoops {
    private static final List<BaseEventLoop> ALL = new ArrayList<>();

    private RunningLoops() {}

    static void add(BaseEventLoop loop) {
        synchronized (ALL) {
            ALL.add(loop);
        }
    }

    static void remove(BaseEventLoop loop) {
        synchronized (ALL) {
            ALL.remove(loop);
        }
    }

    static List<EventLoop> all() {
        synchronized (ALL) {
            return List.copyOf(ALL);
        }
    }
}
