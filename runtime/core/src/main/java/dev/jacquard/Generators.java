package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The generators of one loop that were started and have not ended. They are closed when the loop shuts down, and before
 * that as soon as the garbage collector has found that nobody can reach them any more: after a {@code break}, say.
 *
 * <pre>
 *   user ──▶ BodyGenerator ──▶ State ──▶ body's frame
 *                  ▲ weak        ▲
 *   loop ──▶ Entry ┴─────────────┘
 * </pre>
 */
final class Generators extends LoopPart {
    private static final Logger LOG = System.getLogger("dev.jacquard");

    private final BaseEventLoop loop;
    private final Set<Entry> unfinished = new LinkedHashSet<>();
    private boolean watched;
    private boolean shutDown;

    Generators(BaseEventLoop loop) {
        this.loop = loop;
    }

    /** One generator. */
    static final class Entry extends WeakReference<BodyGenerator<?>> {
        private final Generators generators;
        private final BodyGenerator.State state;

        private Entry(Generators generators, BodyGenerator<?> generator, BodyGenerator.State state) {
            super(generator, AbandonedGenerators.QUEUE);
            this.generators = generators;
            this.state = state;
        }

        /** The generator has ended. */
        void remove() {
            generators.unfinished.remove(this);
            clear();
        }

        /** Nobody can reach the generator any more; on any thread. */
        void abandoned() {
            generators.loop.offer(new Job() {
                @Override
                protected void run(JobLoop on) {
                    generators.closeAbandoned(Entry.this);
                }
            });
        }

        /** The generator, or what tells the same of it. */
        private Object described() {
            BodyGenerator<?> generator = get();
            return generator == null ? state : generator;
        }
    }

    Entry add(BodyGenerator<?> generator, BodyGenerator.State state) {
        if (shutDown) {
            LOG.log(
                    Level.WARNING,
                    "asynchronous generator {0} was started after shutdownAsyncGens() of {1}: it"
                            + " will not be closed",
                    generator,
                    loop);
        }
        if (!watched) {
            watched = true;
            AbandonedGenerators.watch();
        }
        Entry entry = new Entry(this, generator, state);
        unfinished.add(entry);
        return entry;
    }

    private void closeAbandoned(Entry entry) {
        if (entry.state.isRunning() || !unfinished.remove(entry)) {
            return;
        }
        if (loop.isDebug()) {
            loop.warn(entry.state
                    + " was abandoned: it has neither ended nor been closed. It is closed"
                    + " now."
                    + Stacks.text("Created at:", entry.state.createdAt));
        }
        loop.createTask(closeOne(loop, entry), "closing abandoned " + entry.state, new Context()); // whose is not known
    }

    @Async
    private static Coroutine<Void> closeOne(BaseEventLoop loop, Entry entry) {
        try {
            await(entry.state.close());
        } catch (Exception e) {
            loop.callExceptionHandler(closingFailed(entry.state, e));
        }
        return Coroutine.done();
    }

    /** Those that have not ended. */
    List<ErrorContext> open() {
        List<ErrorContext> open = new ArrayList<>();
        for (Entry entry : unfinished) {
            open.add(new ErrorContext("Generator has not ended", null, entry.described(), entry.state.createdAt));
        }
        return open;
    }

    Coroutine<Void> shutDown() {
        return closeAll(this);
    }

    @Async
    private static Coroutine<Void> closeAll(Generators generators) {
        generators.shutDown = true;
        List<Entry> closing = new ArrayList<>(generators.unfinished);
        if (closing.isEmpty()) {
            return Coroutine.done();
        }
        generators.unfinished.clear();
        List<Object> described = new ArrayList<>(); // not known any more when it has ended
        List<Coroutine<?>> closes = new ArrayList<>();
        for (Entry entry : closing) {
            described.add(entry.described());
            closes.add(entry.state.close());
        }
        BaseEventLoop loop = generators.loop;
        List<Outcome<@Nullable Object>> outcomes = await(Gathering.settled("shutdownAsyncGens()", loop, closes));
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failure<?> failure && failure.exception() instanceof Exception e) {
                loop.callExceptionHandler(closingFailed(described.get(i), e));
            }
        }
        return Coroutine.done();
    }

    private static ErrorContext closingFailed(Object generator, Exception e) {
        return new ErrorContext(
                "an error occurred during closing of asynchronous generator " + generator, e, generator);
    }

    @Override
    void loopClosed() {
        if (watched) {
            watched = false;
            AbandonedGenerators.unwatch();
        }
    }
}
