package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An application on one loop: what lives as long as it does, and what it has in flight. */
final class AppInstance {
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final AppPlan plan;
    private final WebOptions options;
    private final Context context = Context.copyCurrent();
    private final AsyncExitStack lifespan = new AsyncExitStack();
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private final List<Task<?>> tasks = new ArrayList<>();
    private final Set<Task<?>> inBackground = new LinkedHashSet<>();
    private final AsyncEvent idle = new AsyncEvent();
    private final OpenSockets sockets = new OpenSockets();

    /** The newest of those in flight. */
    private @Nullable Exchange inFlight;

    AppInstance(AppPlan plan, WebOptions options) {
        this.plan = plan;
        this.options = options;
    }

    AppPlan plan() {
        return plan;
    }

    WebOptions options() {
        return options;
    }

    OpenSockets sockets() {
        return sockets;
    }

    // ---- its life ------------------------------------------------------------------------------

    /** Opens what lives as long as it does, in order; closes it again if some of it fails. */
    @Async
    Coroutine<Void> start() {
        try {
            for (AppPlan.Lifespan<?> l : plan.lifespans()) {
                AsyncCloseable opened = await(lifespan.enter(l.startup().start()));
                if (l.type() != null) {
                    shared.put(l.type(), opened);
                }
            }
        } catch (Throwable e) {
            await(lifespan.closeAsync());
            return Coroutine.failed(e);
        }
        for (AppPlan.NamedWork t : plan.tasks()) {
            tasks.add(createTask(work(t), t.name()));
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> work(AppPlan.NamedWork named) {
        try {
            await(named.work().run());
        } catch (Exception e) {
            report("The application's task \"" + named.name() + "\" has failed", e, named.name());
        }
        return Coroutine.done();
    }

    /** Waits for what is in flight, no longer than the grace period; then cancels it. */
    @Async
    Coroutine<Void> drain() {
        sockets.goAway();
        Duration end = loop.time().plus(options.gracePeriod);
        while (isBusy() && loop.time().compareTo(end) < 0) {
            idle.clear();
            await(anyOf(end));
        }
        for (Exchange e = inFlight; e != null; e = e.before) {
            e.stop();
        }
        inBackground.forEach(t -> t.cancel("The server stops"));
        while (isBusy()) {
            idle.clear();
            await(idle.waitAsync());
        }
        return Coroutine.done();
    }

    private boolean isBusy() {
        return inFlight != null || !inBackground.isEmpty();
    }

    @Async
    private Coroutine<Void> anyOf(Duration end) {
        try {
            await(Asyncio.timeoutAt(end, t -> idle.waitAsync()));
        } catch (dev.jacquard.AsyncTimeoutException e) {
            // then the time is over
        }
        return Coroutine.done();
    }

    /** Ends the application's tasks, and closes what lives as long as it does. */
    @Async
    Coroutine<Void> end() {
        for (Task<?> t : tasks) {
            t.cancel("The application ends");
        }
        for (Task<?> t : tasks) {
            try {
                await(t);
            } catch (CancelledError e) {
                if (!t.isCancelled()) {
                    throw e;
                }
            }
        }
        await(lifespan.closeAsync());
        return Coroutine.done();
    }

    // ---- requests ------------------------------------------------------------------------------

    /** Serves a request, in a task of its own, whose first step is done at once. */
    void handle(HttpServerRequest http) {
        Exchange e = new Exchange(this, http);
        if (!http.isEnded() && mayHaveBody(http)) {
            http.pause(); // until somebody reads it, or the response ends
        }
        enter(e);
        e.started(createTask(e.serve(), null, context.copy(), true));
    }

    private static boolean mayHaveBody(HttpServerRequest http) {
        return http.headers().contains("content-length")
                || http.headers().contains("transfer-encoding")
                || http.version() == io.vertx.core.http.HttpVersion.HTTP_2;
    }

    private void enter(Exchange e) {
        e.before = inFlight;
        if (inFlight != null) {
            inFlight.after = e;
        }
        inFlight = e;
    }

    void leave(Exchange e) {
        if (e.before != null) {
            e.before.after = e.after;
        }
        if (e.after != null) {
            e.after.before = e.before;
        } else {
            inFlight = e.before;
        }
        if (!isBusy()) {
            idle.set();
        }
    }

    /** Does work that belongs to no request any more, in order. */
    void inBackground(List<Work> works) {
        Task<?> task = createTask(all(works), null, context.copy());
        inBackground.add(task);
        task.addDoneCallback(t -> {
            inBackground.remove(t);
            if (!isBusy()) {
                idle.set();
            }
        });
    }

    @Async
    private Coroutine<Void> all(List<Work> works) {
        for (Work w : works) {
            try {
                await(w.run());
            } catch (Exception e) {
                report("Background work has failed", e, w);
            }
        }
        return Coroutine.done();
    }

    // ---- what it has ---------------------------------------------------------------------------

    /** What lives as long as the application and is provided, or null. */
    @Nullable
    Object shared(Class<?> type) {
        return plan.providers().containsKey(type) ? null : shared.get(type);
    }

    boolean isShared(Object value) {
        return shared.values().stream().anyMatch(v -> v == value);
    }

    /** Tells what nobody else can be told. */
    void report(String message, Throwable e, Object source) {
        loop.callExceptionHandler(new ErrorContext(message, e, source));
    }
}
