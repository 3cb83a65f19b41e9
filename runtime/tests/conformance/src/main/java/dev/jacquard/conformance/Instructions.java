package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.createTask;

import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Handle;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instructions that never wait, and callbacks, which consist of them. */
final class Instructions {
    private final World world;
    private final Expressions expressions;
    private final Awaitables awaitables;

    Instructions(World world, Expressions expressions, Awaitables awaitables) {
        this.world = world;
        this.expressions = expressions;
        this.awaitables = awaitables;
    }

    /** Runs the instructions of a callback. */
    private Signal runAll(List<Node> instructions, Activation variables) {
        for (Node instruction : instructions) {
            Signal signal = instruction.text("op").equals("if")
                    ? runAll(branch(instruction, variables), variables)
                    : run(instruction, variables);
            if (signal != Signal.NEXT) {
                return signal;
            }
        }
        return Signal.NEXT;
    }

    /** The part of an {@code if} that is to run. */
    List<Node> branch(Node instruction, Activation variables) {
        return instruction.nodes(expressions.truth(instruction.get("c"), variables) ? "then" : "else");
    }

    Signal run(Node ins, Activation variables) {
        switch (ins.text("op")) {
            case "log" -> world.emit(log(expressions.evaluateAll(ins.values("v"), variables)));
            case "set" -> variables.set(ins.text("var"), expressions.evaluate(ins.get("v"), variables));
            case "break" -> {
                return Signal.BREAK;
            }
            case "continue" -> {
                return Signal.CONTINUE;
            }
            case "return" -> {
                variables.setReturned(expressions.evaluate(ins.get("v"), variables));
                return Signal.RETURN;
            }
            case "raise" -> throw ExceptionClasses.raise(raised(ins, variables));
            case "reraise" -> throw ExceptionClasses.raise(variables.handling().element());
            case "start" -> start(ins, variables);
            case "spawn" -> spawn(ins, variables);
            case "do" -> call(ins, variables);
            case "cb" -> addCallback(ins, variables);
            case "uncb" -> removeCallback(ins, variables);
            case "call_soon", "call_threadsafe", "call_later", "call_at" ->
                variables.store(ins, schedule(ins, variables));
            case "ctx_set" -> variables.store(ins, setContextVar(ins, variables));
            case "ctx_reset" -> {
                ContextVar<@Nullable Object> variable = world.contextVar(ins.text("cv"));
                variable.reset(token(ins, variables));
            }
            default -> throw new IllegalArgumentException("unknown instruction " + ins.text("op"));
        }
        return Signal.NEXT;
    }

    /** {@code var.set(v)}. */
    Token<@Nullable Object> setContextVar(Node ins, Activation variables) {
        Object value = expressions.evaluate(ins.get("v"), variables);
        return world.contextVar(ins.text("cv")).set(Values.nullable(value));
    }

    /** The token that an instruction names. */
    Token<@Nullable Object> token(Node ins, Activation variables) {
        Object value = Values.required(expressions.evaluate(ins.get("tok"), variables));
        if (value instanceof Token<?> token) {
            return Things.unchecked(token);
        }
        throw Values.typeError("a token was expected");
    }

    private static @Nullable Object[] log(List<@Nullable Object> values) {
        List<@Nullable Object> event = new ArrayList<>();
        event.add("log");
        event.addAll(values);
        return event.toArray();
    }

    private Throwable raised(Node ins, Activation variables) {
        if (!ins.has("var")) {
            return expressions.exception(ins, variables);
        }
        if (variables.get(ins.text("var")) instanceof Throwable exception) {
            return exception;
        }
        return Values.typeError("exceptions must derive from BaseException");
    }

    /** Evaluates an awaitable without waiting for it. */
    private void start(Node ins, Activation variables) {
        Object started = awaitables.evaluate(ins.get("aw"), variables);
        if (started instanceof Future<?> future
                && !(future instanceof Task<?>)
                && !world.trace().isNamed(future)) {
            world.trace().name(future, ins.text("to"));
            world.made().add(future);
        }
        variables.store(ins, started);
    }

    private void spawn(Node ins, Activation variables) {
        Object name = expressions.evaluate(ins.get("name"), variables);
        Object context = expressions.evaluate(ins.get("ctx"), variables);
        Boolean eagerStart = ins.has("eager_start")
                ? (Boolean) expressions.truth(ins.get("eager_start"), variables)
                : null; // the loop's factory decides
        Object group = ins.has("in") ? expressions.evaluate(ins.get("in"), variables) : null;
        if (ins.has("in") && !(group instanceof TaskGroup)) {
            throw new AppException("AttributeError", "create_task");
        }
        Coroutine<?> body = Awaitables.coroutine(awaitables.evaluate(ins.get("aw"), variables));
        variables.store(
                ins,
                group instanceof TaskGroup g
                        ? g.createTask(body, (String) name, (Context) context, eagerStart)
                        : task(ins, body, (String) name, (Context) context, eagerStart));
    }

    private Task<?> task(
            Node ins,
            Coroutine<?> body,
            @Nullable String name,
            @Nullable Context context,
            @Nullable Boolean eagerStart) {
        return ins.text("via", "function").equals("loop")
                ? world.loop().createTask(body, name, context, eagerStart)
                : createTask(body, name, context, eagerStart);
    }

    private void call(Node ins, Activation variables) {
        Object object = expressions.evaluate(ins.get("on"), variables);
        List<@Nullable Object> arguments = expressions.evaluateAll(ins.values("args"), variables);
        Values.required(object);
        if (ins.text("m").equals("set_exception")) {
            arguments = List.of(expressions.exception(ins, variables));
        }
        variables.store(ins, Things.call(Objects.requireNonNull(object), ins.text("m"), arguments));
    }

    private void addCallback(Node ins, Activation variables) {
        String id = ins.text("id");
        Consumer<Future<Object>> callback = world.callbacks().computeIfAbsent(id, i -> callback(i, ins.nodes("do")));
        future(ins, variables).addDoneCallback(callback);
    }

    private Consumer<Future<Object>> callback(String id, List<Node> body) {
        return future -> {
            String outcome = future.isCancelled() ? "cancelled" : "done";
            world.emit("cb", id, world.trace().nameOf(future), outcome);
            Activation variables = world.activation();
            variables.set("fut", future);
            runAll(body, variables);
        };
    }

    private void removeCallback(Node ins, Activation variables) {
        Future<Object> future = future(ins, variables);
        Consumer<Future<Object>> callback = world.callbacks().get(ins.text("id"));
        long removed = callback == null ? 0 : future.removeDoneCallback(callback);
        variables.store(ins, removed);
    }

    private Future<Object> future(Node ins, Activation variables) {
        return Things.unchecked(Values.required(expressions.evaluate(ins.get("on"), variables)));
    }

    private Handle schedule(Node ins, Activation variables) {
        Runnable callback = () -> {
            world.emit("call", ins.text("id"));
            runAll(ins.nodes("do"), world.activation());
        };
        return switch (ins.text("op")) {
            case "call_soon" -> world.loop().callSoon(callback);
            case "call_threadsafe" -> world.loop().callSoonThreadSafe(callback);
            case "call_later" -> world.loop().callLater(time(ins, variables), callback);
            default -> world.loop().callAt(time(ins, variables), callback);
        };
    }

    private Duration time(Node ins, Activation variables) {
        return Values.seconds(expressions.evaluate(ins.get("t"), variables));
    }
}
