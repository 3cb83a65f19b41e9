package dev.jacquard.weavingtests.plain;

import java.util.concurrent.SynchronousQueue;

/**
 * A generator as plain Java: the body runs on a thread of its own, strictly in turn with its consumer.
 *
 * <p>The run that is going on is handed over to that thread with {@link Points}.
 */
public class AsyncGenerator<V> implements AsyncIterable<V>, AsyncCloseable {
    private record Message(String kind, Object value) {}

    private static final ThreadLocal<AsyncGenerator<?>> CURRENT = new ThreadLocal<>();

    private final Body body;
    private final SynchronousQueue<Message> toBody = new SynchronousQueue<>();
    private final SynchronousQueue<Message> toConsumer = new SynchronousQueue<>();
    private boolean started;
    private boolean finished;
    private boolean peeked;
    private Object next;

    private AsyncGenerator(Body body) {
        this.body = body;
    }

    public static <V> AsyncGenerator<V> end() {
        return new AsyncGenerator<>(() -> null);
    }

    /** Called where an {@code @Async} generator method was called. */
    public static AsyncGenerator<?> lazy(Body body) {
        return new AsyncGenerator<>(body);
    }

    static void emit(Object value) {
        AsyncGenerator<?> g = CURRENT.get();
        g.put(g.toConsumer, new Message("value", value));
        if (g.take(g.toBody).kind.equals("close")) {
            throw new GeneratorExit();
        }
    }

    private boolean advance(String command) throws Throwable {
        if (finished) {
            return false;
        }
        if (!started) {
            if (command.equals("close")) {
                finished = true;
                return false;
            }
            started = true;
            Thread thread = new Thread(
                    () -> {
                        CURRENT.set(this);
                        try {
                            body.call();
                            put(toConsumer, new Message("end", null));
                        } catch (Throwable t) {
                            put(toConsumer, new Message("failure", t));
                        }
                    },
                    "plain generator");
            thread.setDaemon(true);
            thread.start();
        } else {
            put(toBody, new Message(command, null));
        }
        Message answer = take(toConsumer);
        switch (answer.kind) {
            case "value":
                next = answer.value;
                return true;
            case "end":
                finished = true;
                return false;
            default:
                finished = true;
                throw (Throwable) answer.value;
        }
    }

    private void put(SynchronousQueue<Message> queue, Message message) {
        try {
            queue.put(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Message take(SynchronousQueue<Message> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public AsyncIterator<V> iterator() {
        return new AsyncIterator<>() {
            @Override
            public Coroutine<Boolean> hasNextAsync() {
                try {
                    if (!peeked) {
                        peeked = advance("next");
                    }
                    return Coroutine.of(peeked);
                } catch (Throwable t) {
                    return Coroutine.failed(t);
                }
            }

            @Override
            public V next() {
                peeked = false;
                @SuppressWarnings("unchecked")
                V v = (V) next;
                return v;
            }
        };
    }

    @Override
    public Coroutine<Void> closeAsync() {
        try {
            advance("close");
        } catch (GeneratorExit expected) {
            // the body let it out
        } catch (Throwable t) {
            return Coroutine.failed(t);
        }
        return Coroutine.done();
    }
}
