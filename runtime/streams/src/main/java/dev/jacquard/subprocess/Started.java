package dev.jacquard.subprocess;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that runs, and those of its ends that are pipes. */
record Started(
        Process process,
        @Nullable InputPump stdin,
        @Nullable OutputPump stdout,
        @Nullable OutputPump stderr) {
    /** Nobody wants it. */
    void abandon() {
        killTree();
        if (stdout != null) {
            stdout.stop();
        }
        if (stderr != null) {
            stderr.stop();
        }
    }

    /** Kills it with what it has started. */
    void killTree() {
        // Listed first: of a process that is gone nobody knows the children.
        ProcessHandle handle = process.toHandle();
        try (Stream<ProcessHandle> below = handle.descendants()) {
            below.toList().forEach(ProcessHandle::destroyForcibly);
        }
        handle.destroyForcibly();
    }
}
