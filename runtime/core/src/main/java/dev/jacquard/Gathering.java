package dev.jacquard;

import dev.jacquard.woven.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The future of the results of several: {@code gather}.
 *
 * @param <E> what the list has: results or outcomes
 */
final class Gathering<E extends @Nullable Object> extends ParentFuture<List<E>> {
    /** Futures; what has not started yet, while this is being made. */
    final Object[] children;

    private final boolean settles;

    /** Those that were done when they were given. */
    private @Nullable List<Future<?>> doneAlready;

    private int finished;
    private int different;
    private boolean cancelRequested;

    private Gathering(BaseEventLoop loop, Object[] given, boolean settles) {
        super(loop);
        this.children = given;
        this.settles = settles;
    }

    /**
     * The results of all.
     *
     * @param call how the user knows it: {@code "gather()"}
     * @param xs awaitables
     */
    static <T extends @Nullable Object> Gathering<T> results(String call, @Nullable Collection<?> xs) {
        Object[] all = Given.copy(call, xs);
        return new Gathering<T>(Given.loopOf(call, all), all, false).start(call);
    }

    /** The outcomes of all. */
    static <T extends @Nullable Object> Gathering<Outcome<T>> settled(String call, @Nullable Collection<?> xs) {
        Object[] all = Given.copy(call, xs);
        return settled(call, Given.loopOf(call, all), all);
    }

    /** The outcomes of all, gathered on a loop. */
    static <T extends @Nullable Object> Gathering<Outcome<T>> settled(
            String call, BaseEventLoop loop, Collection<?> xs) {
        return settled(call, loop, Given.copy(call, xs));
    }

    private static <T extends @Nullable Object> Gathering<Outcome<T>> settled(
            String call, BaseEventLoop loop, Object[] all) {
        return new Gathering<Outcome<T>>(loop, all, true).start(call);
    }

    private Gathering<E> start(String call) {
        Given given = Given.to(call, this);
        if (children.length == 0) {
            complete(DONE, new ArrayList<>());
            return this;
        }
        try {
            if (given.firstOther >= 0) {
                startFrom(given.firstOther, given);
            }
        } catch (Throwable e) {
            complete(CANCELLED, null); // what is told of a child from now on interests nobody
            if (!(e instanceof LoopExit)) { // as in CPython, the others go on
                takeBack();
                given.takeBack();
            }
            throw e;
        }
        List<Future<?>> done = doneAlready;
        if (done != null) {
            doneAlready = null;
            done.forEach(this::childDone);
        }
        return this;
    }

    /** From the first coroutine on; the same one twice is one task. */
    private void startFrom(int first, Given given) {
        Map<Object, Future<?>> made = new IdentityHashMap<>();
        for (int i = first; i < children.length; i++) {
            Object x = children[i];
            boolean once = !(x instanceof Future) && children.length > 1 && Given.isOne(x);
            Future<?> child = once ? made.get(x) : null;
            if (child == null) {
                child = given.start(i);
                if (once) {
                    made.put(x, child);
                }
                isGiven(child);
            }
            children[i] = child;
        }
    }

    /** A child's end is to be told; for one that is given twice, twice. */
    void isGiven(Future<?> child) {
        different++;
        if (!child.isDone()) {
            child.addGathering(this);
            return;
        }
        List<Future<?>> done = doneAlready;
        if (done == null) {
            done = new ArrayList<>();
            doneAlready = done;
        }
        done.add(child);
    }

    /** No child's end is to be told. */
    void takeBack() {
        for (Object child : children) {
            if (child instanceof Future<?> future) {
                future.removeGathering(this);
            }
        }
    }

    @Override
    void childDone(Future<?> child) {
        finished++;
        if (state != PENDING) {
            child.retrieved();
            return;
        }
        if (!settles) {
            if (child.state != DONE) {
                failed(child.takeFailure());
                return;
            }
        }
        if (finished == different) {
            List<@Nullable Object> all = new ArrayList<>(children.length);
            for (Object c : children) {
                all.add(settles ? outcome((Future<?>) c) : resultOf((Future<?>) c));
            }
            if (cancelRequested) {
                // as in CPython: that of the last argument, not of the last to end
                Future<?> last = (Future<?>) children[children.length - 1];
                failed(
                        last.state == CANCELLED
                                ? last.takeFailure()
                                : Failure.made(new CancelledError(loop.messageOutlivedBy(last))));
            } else {
                complete(DONE, all);
            }
        }
    }

    @SuppressWarnings("NullAway") // null is a legal result
    private static Object resultOf(Future<?> child) {
        return child.result;
    }

    @SuppressWarnings("NullAway") // null is a legal result
    private static Outcome<?> outcome(Future<?> child) {
        return switch (child.state) {
            case DONE -> new Outcome.Success<>(child.result);
            case FAILED -> new Outcome.Failure<>(child.takeProblem());
            // left where it is: who awaits the child gets it, too
            default ->
                new Outcome.Failure<>(
                        child.result instanceof Failure first
                                ? first.exception()
                                : new CancelledError(child.result instanceof String s ? s : null));
        };
    }

    @Override
    public boolean cancel(@Nullable String message) {
        if (state != PENDING) {
            return false;
        }
        boolean any = false;
        for (Object child : children) {
            any |= ((Future<?>) child).cancel(message);
        }
        cancelRequested |= any; // it is done when the children are
        return any;
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        List<Future<?>> open = new ArrayList<>();
        for (Object c : children) {
            if (c instanceof Future<?> child && child.state == PENDING && !open.contains(child)) {
                open.add(child);
            }
        }
        return open;
    }

    @Override
    public String toString() {
        return state == PENDING ? "gather[" + finished + " of " + different + " done]" : "gather[" + describe() + "]";
    }
}
