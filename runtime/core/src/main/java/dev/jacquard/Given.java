package dev.jacquard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call was given to wait for: a copy, all of which was looked at before any of it is touched. So a call that
 * is refused changes nothing: what was right among its arguments can still be awaited, given to another call, or
 * closed.
 */
final class Given {
    private final String call;
    final BaseEventLoop loop;

    /** Futures of the loop, and coroutines that have not started; their tasks once they have. */
    final Object[] all;

    /** Which of them were futures when they were given. */
    private @Nullable BitSet futures;

    /** The first that was none, or -1. */
    int firstOther = -1;

    /** Those of the coroutines that nobody else knows of. */
    private Collection<Coroutine<?>> made = List.of();

    private Given(String call, BaseEventLoop loop, Object[] all) {
        this.call = call;
        this.loop = loop;
        this.all = all;
    }

    /**
     * The arguments of a call on the running loop, or that of the first future.
     *
     * @param call how the user knows it: {@code "gather()"}
     */
    static Given to(String call, @Nullable Collection<?> xs) {
        Object[] all = copy(call, xs);
        return checked(call, loopOf(call, all), all, null);
    }

    /** {@link #to} of one. */
    static Given one(String call, @Nullable Object x) {
        if (x == null) {
            throw new NullPointerException(call + " of null: " + EXPECTED);
        }
        return to(call, List.of(x));
    }

    /** {@link #to} on a loop. */
    static Given to(String call, BaseEventLoop loop, Collection<?> xs) {
        return checked(call, loop, copy(call, xs), null);
    }

    /** What a gathering was given, which is told of the futures before the first coroutine. */
    static Given to(String call, Gathering<?> gathering) {
        return checked(call, gathering.loop, gathering.children, gathering);
    }

    /** The arguments of a call that takes nothing but futures, each once. */
    @SuppressWarnings("unchecked")
    static <F extends Future<?>> Set<F> futures(String call, BaseEventLoop loop, Collection<F> futures) {
        Given given = new Given(call, loop, copy(call, futures));
        Set<F> set = new LinkedHashSet<>();
        for (int i = 0; i < given.all.length; i++) {
            Object x = given.all[i];
            if (!(x instanceof Future<?> future)) {
                given.checkAwaitable(i, x);
                throw new IllegalArgumentException(given.name(i)
                        + " is no future: make a task of it by createTask, which can be"
                        + " waited for again");
            }
            given.checkLoop(i, future);
            set.add((F) future);
        }
        return set;
    }

    private static final String EXPECTED = "expected a coroutine, future, task or Awaitable";

    static Object[] copy(String call, @Nullable Collection<?> xs) {
        if (xs == null) {
            throw new NullPointerException(call + " of null: " + EXPECTED + ", or several");
        }
        Object[] all = xs.toArray();
        return all.getClass() == Object[].class ? all : Arrays.copyOf(all, all.length, Object[].class);
    }

    static BaseEventLoop loopOf(String call, Object[] all) {
        BaseEventLoop loop = Current.runningLoop();
        if (loop == null) {
            for (Object x : all) {
                if (x instanceof Future<?> future) {
                    return future.loop;
                }
            }
            throw Current.noLoop(call);
        }
        return loop;
    }

    // ---- looking -------------------------------------------------------------------------------

    private static Given checked(String call, BaseEventLoop loop, Object[] all, @Nullable Gathering<?> gathering) {
        loop.checkHere();
        Given given = new Given(call, loop, all);
        boolean right = false;
        try {
            given.look(gathering);
            right = true;
        } finally {
            if (!right && gathering != null) {
                gathering.takeBack();
            }
        }
        return given;
    }

    /** Once, since a million of them do not stay in the cache. */
    private void look(@Nullable Gathering<?> gathering) {
        boolean unwrapped = false;
        for (int i = 0; i < all.length; i++) {
            Object x = all[i];
            if (x instanceof Future<?> future) {
                checkLoop(i, future);
                isFuture(i);
                if (gathering != null && firstOther < 0) {
                    gathering.isGiven(future);
                }
            } else {
                loop.checkOpen();
                if (firstOther < 0) {
                    firstOther = i;
                }
                if (x instanceof Coroutine<?> coroutine) {
                    checkNew(i, coroutine);
                } else {
                    checkAwaitable(i, x);
                    unwrapped = true;
                }
            }
        }
        if (unwrapped) {
            unwrap();
        }
    }

    private void isFuture(int i) {
        BitSet known = futures;
        if (known == null) {
            known = new BitSet(all.length);
            futures = known;
        }
        known.set(i);
    }

    private String name(int i) {
        return all.length == 1 ? call + ": the argument" : call + ": argument " + (i + 1) + " of " + all.length;
    }

    private void checkLoop(int i, Future<?> future) {
        if (future.loop != loop) {
            throw new IllegalArgumentException(name(i) + ", " + future + ", belongs to another loop, " + future.loop);
        }
    }

    private void checkNew(int i, Coroutine<?> coroutine) {
        if (!coroutine.isNew()) {
            throw new IllegalStateException(
                    name(i) + " cannot be started. " + coroutine.notNew().getMessage());
        }
    }

    private void checkAwaitable(int i, @Nullable Object x) {
        if (x == null) {
            throw new NullPointerException(name(i) + " is null: " + EXPECTED);
        }
        if (!(x instanceof Awaitable)) {
            throw new IllegalArgumentException(name(i)
                    + " is a "
                    + x.getClass().getName()
                    + ": "
                    + EXPECTED
                    + ". Of a CompletionStage make one by Awaitable.of(stage)");
        }
    }

    /** The coroutines of what is neither coroutine nor future. */
    private void unwrap() {
        Map<Object, Coroutine<?>> coroutines = new IdentityHashMap<>();
        made = coroutines.values();
        boolean right = false;
        try {
            for (int i = 0; i < all.length; i++) {
                if (!(all[i] instanceof Future || all[i] instanceof Coroutine)) {
                    Awaitable<?> x = (Awaitable<?>) all[i];
                    Coroutine<?> coroutine = coroutines.get(x);
                    if (coroutine == null) {
                        coroutine = Coroutine.of(name(i) + ", ", x);
                        coroutines.put(x, coroutine);
                        checkNew(i, coroutine);
                    }
                    all[i] = coroutine;
                }
            }
            right = true;
        } finally {
            if (!right) {
                made.forEach(Coroutine::untrack);
            }
        }
    }

    // ---- starting ------------------------------------------------------------------------------

    /** Whether giving it twice is giving one thing: any but coroutines that may be awaited often. */
    static boolean isOne(Object x) {
        return !(x instanceof Leaf<?> leaf && leaf.isConstant());
    }

    /** A future as it is, or a new task of a coroutine, which takes its place. */
    Future<?> start(int i) {
        if (all[i] instanceof Future<?> future) {
            return future;
        }
        Future<?> task = loop.createTask((Coroutine<?>) all[i]);
        all[i] = task;
        return task;
    }

    /**
     * Cancels the tasks that were made, if not all could be: a task factory refuses, or the first step of an eager one
     * has awaited another coroutine of this call.
     */
    void takeBack() {
        for (int i = 0; i < all.length; i++) {
            if (all[i] instanceof Future<?> task && (futures == null || !futures.get(i))) {
                task.cancel();
            }
        }
        made.forEach(Coroutine::untrack);
    }

    /** The only one. */
    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> Future<T> startOne() {
        return (Future<T>) start(0);
    }

    @Override
    public String toString() {
        return call + " of " + all.length;
    }
}
