package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.End;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Woven;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A generator whose body is a frame: what its user holds.
 *
 * <p>The state is an object of its own, which the loop holds strongly while it holds this one weakly: a generator that
 * nobody can reach any more is noticed and closed, see {@link Generators}. So neither the state nor the body's frame
 * refers to this object, and each call and iterator does.
 *
 * <p>A call (next, send, throw, close) is a coroutine that resumes the body on top of itself. If the body emits, its
 * frame is left alone until the next call; if it suspends, the call's frame becomes the parent of the body's.
 */
final class BodyGenerator<V extends @Nullable Object> extends AsyncGenerator<V> implements End {
    private final State state;

    BodyGenerator(@Nullable Coroutine<?> body) {
        this.state = new State(body);
    }

    @Override
    public boolean isEnd() {
        return state.body == null;
    }

    /** How far the body is. */
    static final class State {
        private final @Nullable Coroutine<?> body;
        private boolean started;
        private boolean ended; // the body
        private boolean closed; // CPython's ag_closed: an end was seen from outside
        private boolean running;
        private Generators.@Nullable Entry entry; // among the loop's unfinished ones

        /** In debug mode, where it was created; else empty. */
        final List<StackTraceElement> createdAt;

        State(@Nullable Coroutine<?> body) {
            this.body = body;
            this.createdAt = body == null ? List.of() : body.createdAt();
            if (body != null) {
                body.untrack(); // a generator may be left alone
            }
            this.ended = body == null;
            this.started = ended;
        }

        boolean isRunning() {
            return running;
        }

        /** What {@link BodyGenerator#closeAsync} gives, for when there is no such object any more. */
        Coroutine<?> close() {
            return new Call<>(this, null, Kind.CLOSE, null);
        }

        private void bodyEnded() {
            ended = true;
            if (body != null) {
                Woven.release(body);
            }
            Generators.Entry e = entry;
            if (e != null) {
                e.remove();
            }
        }

        @Override
        public String toString() {
            return "AsyncGenerator[" + (body == null ? "empty" : body) + (ended ? ", ended]" : "]");
        }
    }

    private enum Kind {
        SEND,
        THROW,
        CLOSE
    }

    @Override
    public Coroutine<V> nextAsync() {
        return call(Kind.SEND, null);
    }

    @Override
    public Coroutine<V> send(@Nullable Object value) {
        return call(Kind.SEND, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Coroutine<@Nullable V> throwInto(Throwable exception) {
        return (Coroutine<@Nullable V>)
                call(Kind.THROW, new Failure(Objects.requireNonNull(exception, "exception is null")));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Coroutine<Void> closeAsync() {
        return (Coroutine<Void>) (Coroutine<?>) call(Kind.CLOSE, null);
    }

    private Call<V> call(Kind kind, @Nullable Object value) {
        if (state.entry == null && !state.ended) {
            BaseEventLoop loop = Current.runningLoop();
            if (loop != null) {
                state.entry = loop.part(Generators.class).add(this, state);
            }
        }
        return new Call<>(state, this, kind, value);
    }

    @Override
    public AsyncIterator<V> iterator() {
        return new Iterator<>(this);
    }

    @Override
    public String toString() {
        return state.toString();
    }

    private static final class Call<V extends @Nullable Object> extends Coroutine<V> {
        private @Nullable State generator; // until the call has ended

        @SuppressWarnings("unused") // keeps it reachable: a generator in use is not abandoned
        private @Nullable BodyGenerator<V> handle;

        private final Kind kind;
        private @Nullable Object value;

        Call(State generator, @Nullable BodyGenerator<V> handle, Kind kind, @Nullable Object value) {
            this.generator = generator;
            this.handle = handle;
            this.kind = kind;
            this.value = value;
        }

        @Override
        protected @Nullable Object resume(Driver d, @Nullable Object resumed) throws Throwable {
            BaseDriver driver = (BaseDriver) d;
            State g = Objects.requireNonNull(generator);
            boolean suspended = false;
            try {
                Object v;
                if (state != 0) {
                    v = returned(g, driver, resumed);
                } else {
                    state = RUNNING;
                    v = begin(g, driver, resumed);
                }
                suspended = v == Driver.SUSPENDED;
                return v;
            } finally {
                if (!suspended) {
                    release();
                }
            }
        }

        @Override
        protected void release() {
            generator = null;
            handle = null;
            value = null;
        }

        private @Nullable Object begin(State g, BaseDriver driver, @Nullable Object resumed) throws Throwable {
            Coroutine<?> body = g.body;
            if (resumed instanceof Failure && !g.running) {
                return start(g, driver, resumed); // its task was cancelled before: so is the generator
            }
            if (kind != Kind.SEND && g.ended) {
                return null;
            }
            if (g.running) {
                throw new IllegalStateException(
                        (kind == Kind.SEND ? "anext()" : kind == Kind.THROW ? "athrow()" : "aclose()")
                                + ": asynchronous generator is already running");
            }
            if (kind != Kind.SEND && g.closed) {
                throw new StopAsyncIteration();
            }
            if (g.ended || body == null) {
                g.closed = true;
                throw new StopAsyncIteration();
            }
            if (kind == Kind.SEND && !g.started && value != null) {
                throw new IllegalArgumentException("can't send non-null value to a just-started async generator");
            }
            Object in = value;
            if (kind == Kind.CLOSE) {
                g.closed = true;
                in = Failure.made(new GeneratorExit());
            }
            return start(g, driver, in);
        }

        private @Nullable Object start(State g, BaseDriver driver, @Nullable Object in) throws Throwable {
            Coroutine<?> body = g.body;
            if (g.ended || body == null) {
                return Woven.check(in);
            }
            g.running = true;
            Object v;
            if (!g.started && in instanceof Failure) { // thrown before its first statement
                g.started = true;
                body.close();
                v = in;
            } else {
                g.started = true;
                Object value = in instanceof Failure f ? Woven.arrivedIn(body, f, driver) : in;
                try {
                    v = driver.runBody(body, value);
                } catch (Throwable e) {
                    v = new Failure(e);
                }
            }
            return v == Driver.SUSPENDED ? driver.push(this) : returned(g, driver, v);
        }

        @Override
        boolean takesFailureAtStart() {
            return true;
        }

        /** The body has emitted, ended or thrown. */
        private @Nullable Object returned(State g, BaseDriver driver, @Nullable Object v) throws Throwable {
            g.running = false;
            if (driver.hasEmitted()) {
                if (kind == Kind.CLOSE) {
                    throw new IllegalStateException("async generator ignored GeneratorExit");
                }
                return v;
            }
            g.bodyEnded();
            if (v instanceof Failure failure) {
                Throwable e = failure.exception();
                if (e instanceof StopAsyncIteration) {
                    e = new IllegalStateException("async generator raised StopAsyncIteration", e);
                } else if (e instanceof GeneratorExit) {
                    g.closed = true;
                    if (kind == Kind.CLOSE) {
                        return null;
                    }
                }
                return Woven.check(e == failure.exception() ? v : new Failure(e));
            }
            g.closed = true;
            if (kind == Kind.CLOSE) {
                return null;
            }
            throw new StopAsyncIteration();
        }

        @Override
        public String toString() {
            return kind + " of " + (generator == null ? "a generator, ended" : generator);
        }
    }

    /** The iterator of an asynchronous for. */
    private static final class Iterator<V extends @Nullable Object> implements AsyncIterator<V> {
        private final BodyGenerator<V> generator;
        private boolean hasValue;
        private boolean ended;
        private @Nullable V value;

        Iterator(BodyGenerator<V> generator) {
            this.generator = generator;
        }

        @Override
        public Coroutine<Boolean> hasNextAsync() {
            return hasValue || ended ? Coroutine.of(hasValue) : new Look<>(this);
        }

        @Override
        @SuppressWarnings("NullAway")
        public V next() {
            if (!hasValue) {
                throw new StopAsyncIteration("no next element: await hasNextAsync() first");
            }
            V v = value;
            value = null;
            hasValue = false;
            return v;
        }
    }

    private static final class Look<V extends @Nullable Object> extends Coroutine<Boolean> {
        private @Nullable Iterator<V> iterator; // until it has ended

        Look(Iterator<V> iterator) {
            this.iterator = iterator;
        }

        @Override
        protected void release() {
            iterator = null;
        }

        @Override
        @SuppressWarnings("unchecked")
        protected Object resume(Driver driver, @Nullable Object resumed) throws Throwable {
            Iterator<V> i = Objects.requireNonNull(iterator);
            iterator = null;
            try {
                Object v;
                if (state == 0) {
                    state = RUNNING;
                    if (i.hasValue || i.ended) {
                        return i.hasValue; // another look, made when this one was, has found
                    }
                    v = i.generator.nextAsync().call((BaseDriver) driver);
                    if (v == Driver.SUSPENDED) {
                        iterator = i;
                        return driver.push(this);
                    }
                } else {
                    v = Woven.check(resumed);
                }
                i.value = (V) v;
                i.hasValue = true;
            } catch (StopAsyncIteration e) {
                i.ended = true;
            }
            return i.hasValue;
        }
    }
}
