package dev.jacquard.subprocess;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that runs, and those of its ends that are pipes. */
record Started(Process process, @Nullable InputPump stdin, @Nullable OutputPump stdout, @Nullable OutputPump stderr) {
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
        // Listed first: of a process that is gone nobody knows the children. Killed from the top:
        // none may go on because a child of it has ended.
        ProcessHandle handle = process.toHandle();
        List<ProcessHandle> below;
        try (Stream<ProcessHandle> descendants = handle.descendants()) {
            below = descendants.toList();
        }
        handle.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
