package dev.jacquard.testing.locks;

import static dev.jacquard.Asyncio.*;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Connection;
import dev.jacquard.testing.net.Host;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives one lock to one client at a time. Each request has a connection of its own. */
final class LockService {
    /** How it may be wrong. */
    enum Bug {
        NONE,
        /** Who unlocks twice, as the first answer came late, unlocks for somebody else. */
        ANYBODY_UNLOCKS,
        /** A request that arrives after its cancellation gets the lock, and nobody has it. */
        FORGETS_CANCELLATIONS
    }

    static final int PORT = 7;

    private record Waiting(String id, Promise<String> answer) {}

    private final Bug bug;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<String> cancelled = new HashSet<>();
    private @Nullable String holder;

    LockService(Host host, Bug bug) {
        this.bug = bug;
        host.boot(() -> serve(host));
    }

    @Nullable
    String holder() {
        return holder;
    }

    @Async
    private Coroutine<Void> serve(Host host) {
        try {
            for (Connection c : host.listen(PORT)) {
                host.spawn(answer(c), host.name() + " answers " + c.remote().name());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> answer(Connection c) throws IOException {
        try (c) {
            String request = await(c.readLine());
            if (request != null) {
                String[] words = request.split(" ");
                await(c.writeLine(await(perform(words[0], words[1]))));
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<String> perform(String verb, String id) {
        switch (verb) {
            case "lock" -> {
                return lock(id);
            }
            case "unlock" -> {
                if (bug == Bug.ANYBODY_UNLOCKS || id.equals(holder)) {
                    free();
                }
            }
            default -> cancel(id);
        }
        return Coroutine.of("ok");
    }

    @Async
    private Coroutine<String> lock(String id) {
        if (cancelled.remove(id)) {
            return Coroutine.of("cancelled");
        }
        if (holder == null) {
            holder = id;
            return Coroutine.of("granted");
        }
        Waiting w = new Waiting(id, new Promise<>());
        waiting.add(w);
        return Coroutine.of(await(w.answer()));
    }

    private void cancel(String id) {
        if (id.equals(holder)) {
            free();
            return;
        }
        for (Waiting w : waiting) {
            if (w.id().equals(id)) {
                waiting.remove(w);
                w.answer().setResult("cancelled");
                return;
            }
        }
        if (bug != Bug.FORGETS_CANCELLATIONS) {
            cancelled.add(id);
        }
    }

    private void free() {
        Waiting next = waiting.poll();
        holder = next == null ? null : next.id();
        if (next != null) {
            next.answer().setResult("granted");
        }
    }
}
