package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The future of the results of several: {@code gather}.
 *
 * @param <E> what the list has: results or outcomes
 */
final class Gathering<E extends @Nullable Object> extends Future<List<E>> {
    private final Future<?>[] children;
    private final boolean settles;
    private int finished;
    private int different;
    private boolean cancelRequested;

    private Gathering(BaseEventLoop loop, int size, boolean settles) {
        super(loop);
        this.children = new Future<?>[size];
        this.settles = settles;
    }

    static <T extends @Nullable Object> Gathering<T> results(
            BaseEventLoop loop, Collection<? extends Awaitable<? extends T>> xs) {
        Gathering<T> outer = new Gathering<>(loop, xs.size(), false);
        outer.start(xs);
        return outer;
    }

    static <T extends @Nullable Object> Gathering<Outcome<T>> settled(
            BaseEventLoop loop, Collection<? extends Awaitable<? extends T>> xs) {
        Gathering<Outcome<T>> outer = new Gathering<>(loop, xs.size(), true);
        outer.start(xs);
        return outer;
    }

    private void start(Collection<? extends Awaitable<?>> xs) {
        if (children.length == 0) {
            complete(DONE, new ArrayList<>());
            return;
        }
        List<Future<?>> doneAlready = new ArrayList<>(0);
        Map<Object, Future<?>> made = Collections.emptyMap();
        int i = 0;
        for (Awaitable<?> x : xs) {
            Objects.requireNonNull(x, "gather of null");
            boolean isConstant = x instanceof Leaf<?> leaf && leaf.isConstant();
            boolean once = !(x instanceof Future) && !isConstant && children.length > 1;
            // the same coroutine twice is one task; for a future, being told twice does no harm
            Future<?> child = once ? made.get(x) : null;
            if (child == null) {
                child = loop.ensureFuture(x);
                different++;
                if (once) {
                    if (made.isEmpty()) {
                        made = new IdentityHashMap<>();
                    }
                    made.put(x, child);
                }
                if (child.isDone()) {
                    doneAlready.add(child);
                } else {
                    child.addGathering(this);
                }
            }
            children[i++] = child;
        }
        for (Future<?> child : doneAlready) {
            childDone(child);
        }
    }

    void childDone(Future<?> child) {
        finished++;
        if (state != PENDING) {
            child.retrieved();
            return;
        }
        if (!settles) {
            if (child.state == CANCELLED) {
                fail(child.takeCancelledError());
                return;
            }
            if (child.state == FAILED) {
                fail(child.takeProblem(""));
                return;
            }
        }
        if (finished == different) {
            List<@Nullable Object> all = new ArrayList<>(children.length);
            for (Future<?> c : children) {
                all.add(settles ? outcome(c) : resultOf(c));
            }
            if (cancelRequested) {
                // as in CPython: that of the last argument, not of the last to end
                Future<?> last = children[children.length - 1];
                fail(
                        last.state == CANCELLED
                                ? last.takeCancelledError()
                                : new CancelledError(loop.messageOutlivedBy(last)));
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
            case FAILED -> new Outcome.Failure<>(child.takeProblem(""));
            // left where it is: who awaits the child gets it, too
            default ->
                    new Outcome.Failure<>(
                            child.result instanceof CancelledError e
                                    ? e
                                    : new CancelledError((String) child.result));
        };
    }

    @Override
    public boolean cancel(@Nullable String message) {
        if (state != PENDING) {
            return false;
        }
        boolean any = false;
        for (Future<?> child : children) {
            any |= child.cancel(message);
        }
        cancelRequested |= any; // it is done when the children are
        return any;
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        List<Future<?>> open = new ArrayList<>();
        for (Future<?> child : children) {
            if (child != null && child.state == PENDING && !open.contains(child)) {
                open.add(child);
            }
        }
        return open;
    }

    @Override
    public String toString() {
        return state == PENDING
                ? "gather[" + finished + " of " + different + " done]"
                : "gather[" + describe() + "]";
    }

    /** Tells a gathering future that a child is done, where the child has other callbacks too. */
    static final class Child extends Job {
        private final Gathering<?> outer;
        private final Future<?> child;

        Child(Gathering<?> outer, Future<?> child) {
            this.outer = outer;
            this.child = child;
        }

        @Override
        protected void run(JobLoop on) {
            outer.childDone(child);
        }
    }
}
