package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8305: tries the addresses of a host one after the other, but does not wait long for one before it tries the next
 * beside it. The first connection is the one.
 */
final class HappyEyeballs {
    private HappyEyeballs() {}

    /** The addresses with the two families taking turns, the first one's family first. */
    static List<InetAddress> interleave(List<InetAddress> addresses) {
        ArrayDeque<InetAddress> first = new ArrayDeque<>();
        ArrayDeque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress a : addresses) {
            (isIpv4(a) == isIpv4(addresses.get(0)) ? first : second).add(a);
        }
        List<InetAddress> turns = new ArrayList<>(addresses.size());
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                turns.add(first.poll());
            }
            if (!second.isEmpty()) {
                turns.add(second.poll());
            }
        }
        return turns;
    }

    private static boolean isIpv4(InetAddress a) {
        return a instanceof Inet4Address;
    }

    /**
     * The race.
     *
     * @param what for messages
     * @param addresses at least one
     * @param delay after which the next one starts, if none has failed before
     * @param connector makes a connection to one address
     * @param discard gets connections that were made but have lost
     * @throws IOException if all fail: the only error, or one that has all as suppressed ones
     */
    @Async
    static <A, C> Coroutine<C> race(
            String what,
            List<A> addresses,
            Duration delay,
            ThrowingAsyncFunction<? super A, C, IOException> connector,
            Consumer<? super C> discard)
            throws IOException {
        Set<Task<C>> running = new LinkedHashSet<>();
        List<Throwable> errors = new ArrayList<>();
        int next = 0;
        Task<C> winner = null;
        try {
            while (next < addresses.size() || !running.isEmpty()) {
                boolean last = next >= addresses.size() - 1;
                if (next < addresses.size()) {
                    running.add(createTask(connect(connector, addresses.get(next)), "connect"));
                    next++;
                }
                Waited<Task<C>> waited = last ? await(waitAny(running)) : await(waitAny(running, delay));
                for (Task<C> attempt : waited.done()) {
                    if (attempt.isCancelled() || attempt.exception() == null) {
                        running.remove(attempt);
                        winner = attempt;
                        return Coroutine.of(attempt.result());
                    }
                }
                for (Task<C> attempt : waited.done()) {
                    running.remove(attempt);
                    errors.add(attempt.exception());
                }
            }
            throw allFailed(what, errors);
        } finally {
            await(end(running, winner, discard));
        }
    }

    /** Waits for the losers; cancelled there, the winner is discarded too, as nobody gets it. */
    @Async
    private static <C> Coroutine<Void> end(Set<Task<C>> losers, @Nullable Task<C> winner, Consumer<? super C> discard) {
        losers.forEach(loser -> drop(loser, discard));
        if (!losers.isEmpty()) {
            try {
                await(waitAll(losers));
            } catch (Throwable e) {
                if (winner != null) {
                    drop(winner, discard);
                }
                throw e;
            }
        }
        return Coroutine.done();
    }

    /** Ends an attempt; what it has made, or makes all the same, is discarded. */
    private static <C> void drop(Task<C> attempt, Consumer<? super C> discard) {
        attempt.addDoneCallback(done -> {
            if (!done.isCancelled() && done.exception() == null) {
                discard.accept(done.result());
            }
        });
        attempt.cancel();
    }

    /** A coroutine of our own around it: the function may throw at once. */
    @Async
    private static <A, C> Coroutine<C> connect(ThrowingAsyncFunction<? super A, C, IOException> connector, A address)
            throws IOException {
        return Coroutine.of(await(connector.apply(address)));
    }

    private static IOException allFailed(String what, List<Throwable> errors) throws IOException {
        if (errors.size() == 1) {
            Throwable only = errors.get(0);
            if (only instanceof RuntimeException e) {
                throw e;
            }
            if (only instanceof Error e) {
                throw e;
            }
            return only instanceof IOException e ? e : new IOException(only);
        }
        StringBuilder message = new StringBuilder("Cannot connect to ").append(what);
        String separator = ": ";
        for (Throwable e : errors) {
            message.append(separator).append(e.getMessage());
            separator = "; ";
        }
        ConnectException all = new ConnectException(message.toString());
        errors.forEach(all::addSuppressed);
        return all;
    }
}
