package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.ContextVar;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all coroutines and callbacks of one scenario share. */
final class World {
    private final Node scenario;
    private final Release release;
    private final EventLoop loop;
    private final Trace trace;
    private final Map<String, @Nullable Object> globals = new HashMap<>();
    private final Map<String, ContextVar<@Nullable Object>> contextVars = new HashMap<>();
    private final Map<String, Consumer<Future<Object>>> callbacks = new HashMap<>();
    private final List<@Nullable Future<?>> made;

    World(Node scenario, Release release, EventLoop loop, Trace trace, List<@Nullable Future<?>> made) {
        this.scenario = scenario;
        this.release = release;
        this.loop = loop;
        this.trace = trace;
        this.made = made;
        if (scenario.has("globals")) {
            globals.putAll(Node.of(scenario.get("globals")).fields());
        }
        for (String name : scenario.texts("ctxvars")) {
            contextVars.put(name, ContextVar.of(name, Values.nullable(null)));
        }
    }

    /** The Python whose trace is expected. */
    Release release() {
        return release;
    }

    EventLoop loop() {
        return loop;
    }

    Trace trace() {
        return trace;
    }

    /** The callback function of each id. */
    Map<String, Consumer<Future<Object>>> callbacks() {
        return callbacks;
    }

    /** Tasks and named futures in the order of their creation. */
    List<@Nullable Future<?>> made() {
        return made;
    }

    ContextVar<@Nullable Object> contextVar(String name) {
        return Objects.requireNonNull(contextVars.get(name), name);
    }

    /** The definition of a coroutine or generator. */
    Node definition(String coroutine) {
        return Node.of(Node.of(scenario.get("coros")).get(coroutine));
    }

    /** A new activation, its parameters bound to the arguments. */
    Activation activation(Node definition, List<@Nullable Object> arguments) {
        var activation = new Activation(globals);
        List<String> parameters = definition.texts("params");
        for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
            activation.set(parameters.get(i), arguments.get(i));
        }
        return activation;
    }

    /** The variables of a callback. */
    Activation activation() {
        return new Activation(globals);
    }

    /** The current task's name. */
    String who() {
        Task<?> task = loop.isRunning() ? currentTask() : null;
        return task == null ? "-" : task.getName();
    }

    void emit(@Nullable Object... what) {
        trace.emit(who(), what);
    }
}
