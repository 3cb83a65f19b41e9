package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.emitAndReceive;
import static dev.jacquard.conformance.Values.nullable;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.Completions;
import dev.jacquard.Coroutine;
import dev.jacquard.TaskGroup;
import dev.jacquard.Timeout;
import dev.jacquard.Token;
import dev.jacquard.annotations.Async;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes blocks of instructions: the part of the interpreter that waits. */
final class Blocks {
    private final World world;
    private final Expressions expressions;
    private final Awaitables awaitables;
    private final Instructions instructions;

    Blocks(World world) {
        this.world = world;
        expressions = new Expressions(world, this);
        awaitables = new Awaitables(world, expressions, this);
        instructions = new Instructions(world, expressions, awaitables);
    }

    /** A coroutine of the scenario: nothing runs before it is awaited. */
    @Async
    Coroutine<@Nullable Object> coroutine(String name, List<@Nullable Object> arguments) {
        Node definition = world.definition(name);
        Activation variables = world.activation(definition, arguments);
        await(run(definition.nodes("body"), variables));
        return Coroutine.of(nullable(variables.returned()));
    }

    /** An object that can be awaited, each time anew, but is no coroutine. */
    Awaitable<@Nullable Object> awaitable(String name, List<@Nullable Object> arguments) {
        return () -> coroutine(name, arguments);
    }

    @Async
    private Coroutine<Signal> run(List<Node> block, Activation variables) {
        for (Node instruction : block) {
            Signal signal = await(run(instruction, variables));
            if (signal != Signal.NEXT) {
                return Coroutine.of(signal);
            }
        }
        return Coroutine.of(Signal.NEXT);
    }

    @Async
    private Coroutine<Signal> run(Node ins, Activation variables) {
        return switch (ins.text("op")) {
            case "await" -> runAwait(ins, variables);
            case "if" -> run(instructions.branch(ins, variables), variables);
            case "repeat" -> repeat(ins, variables);
            case "while" -> runWhile(ins, variables);
            case "try" -> runTry(ins, variables);
            case "with" -> with(ins, variables);
            case "ctx_with" -> withToken(ins, instructions.setContextVar(ins, variables), variables);
            case "ctx_enter" -> withToken(ins, instructions.token(ins, variables), variables);
            case "afor" -> asyncFor(ins, variables);
            case "as_completed" -> asCompleted(ins, variables);
            default -> Coroutine.of(instructions.run(ins, variables));
        };
    }

    @Async
    private Coroutine<Signal> runAwait(Node ins, Activation variables) {
        Awaitable<?> awaitable = awaitables.evaluate(ins.get("aw"), variables);
        Object result = await(awaitable);
        variables.store(ins, FutureMethods.value(result));
        return Coroutine.of(Signal.NEXT);
    }

    @Async
    private Coroutine<Signal> repeat(Node ins, Activation variables) {
        long rounds = Values.integer(expressions.evaluate(ins.get("n"), variables));
        for (long i = 0; i < rounds; i++) {
            variables.set(ins.text("var", "i"), i);
            Signal signal = await(run(ins.nodes("body"), variables));
            if (signal.leavesLoop()) {
                return Coroutine.of(signal.afterLoop());
            }
        }
        return Coroutine.of(Signal.NEXT);
    }

    @Async
    private Coroutine<Signal> runWhile(Node ins, Activation variables) {
        long rounds = Values.integer(ins.get("max"));
        for (long i = 0; i < rounds && expressions.truth(ins.get("c"), variables); i++) {
            Signal signal = await(run(ins.nodes("body"), variables));
            if (signal.leavesLoop()) {
                return Coroutine.of(signal.afterLoop());
            }
        }
        return Coroutine.of(Signal.NEXT);
    }

    @Async
    private Coroutine<Signal> runTry(Node ins, Activation variables) {
        Signal signal = Signal.NEXT;
        Throwable error = null;
        try {
            signal = await(runExcept(ins, variables));
        } catch (Throwable e) {
            error = e;
        }
        Signal override = await(run(ins.nodes("finally"), variables));
        if (override != Signal.NEXT) {
            return Coroutine.of(override); // replaces a pending exception, too
        }
        if (error != null) {
            throw ExceptionClasses.raise(error);
        }
        return Coroutine.of(signal);
    }

    /** A {@code try} without its {@code finally}. */
    @Async
    private Coroutine<Signal> runExcept(Node ins, Activation variables) {
        Signal signal;
        try {
            signal = await(run(ins.nodes("body"), variables));
        } catch (Throwable e) {
            return Coroutine.of(await(handle(ins.nodes("except"), e, variables)));
        }
        return signal == Signal.NEXT ? run(ins.nodes("else"), variables) : Coroutine.of(signal);
    }

    /** Runs the first handler that matches, or raises the exception again. */
    @Async
    private Coroutine<Signal> handle(List<Node> handlers, Throwable error, Activation variables) {
        for (Node handler : handlers) {
            if (handler.texts("types").stream().anyMatch(type -> ExceptionClasses.isInstance(error, type))) {
                if (handler.has("as")) {
                    variables.set(handler.text("as"), error);
                }
                variables.handling().push(error);
                try {
                    return run(handler.nodes("body"), variables);
                } finally {
                    variables.handling().pop();
                }
            }
        }
        throw ExceptionClasses.raise(error);
    }

    /** {@code async with}. */
    @Async
    private Coroutine<Signal> with(Node ins, Activation variables) {
        Object manager = Values.required(expressions.evaluate(ins.get("cm"), variables));
        if (ins.has("as")) {
            variables.set(ins.text("as"), manager);
        }
        if (manager instanceof ContextManager cm) {
            return cm.with(entered -> {
                variables.store(ins, entered);
                return run(ins.nodes("body"), variables);
            });
        }
        if (manager instanceof Timeout timeout) {
            return timeout.run(() -> within(ins, manager, variables));
        }
        if (manager instanceof TaskGroup group) {
            return GroupMethods.with(group, world.release(), () -> within(ins, manager, variables));
        }
        Coroutine<Signal> entered = Primitives.with(manager, value -> {
            variables.store(ins, value);
            return run(ins.nodes("body"), variables);
        });
        if (entered == null) {
            throw Values.typeError("not an asynchronous context manager");
        }
        return entered;
    }

    /** {@code with token}: leaving it in whatever way resets the variable. */
    @Async
    private Coroutine<Signal> withToken(Node ins, Token<?> token, Activation variables) {
        variables.store(ins, token);
        try {
            return run(ins.nodes("body"), variables);
        } finally {
            token.close(); // what it raises replaces what was going on, unlike in a Java resource
        }
    }

    /** The body of a {@code with}, once it is entered. */
    private Coroutine<Signal> within(Node ins, @Nullable Object entered, Activation variables) {
        variables.store(ins, entered);
        return run(ins.nodes("body"), variables);
    }

    /** {@code for} or {@code async for} over {@code as_completed}. */
    @Async
    private Coroutine<Signal> asCompleted(Node ins, Activation variables) {
        List<Awaitable<?>> operands = awaitables.evaluateAll(ins.values("of"), variables);
        Completions<Object> completions = Asyncio.asCompleted(operands, awaitables.time(ins, variables));
        if (ins.text("mode", "iter").equals("aiter")) {
            return Coroutine.of(await(each(completions, ins, variables)).afterLoop());
        }
        for (Coroutine<Object> next : completions.coroutines()) {
            Signal signal = await(round(ins, next, variables));
            if (signal.leavesLoop()) {
                return Coroutine.of(signal.afterLoop());
            }
        }
        return Coroutine.of(Signal.NEXT);
    }

    /** {@code async for} over a generator. It is not closed at the end. */
    @Async
    private Coroutine<Signal> asyncFor(Node ins, Activation variables) {
        if (!(expressions.evaluate(ins.get("gen"), variables) instanceof AsyncGenerator<?> generator)) {
            throw Values.typeError("not an asynchronous iterable");
        }
        Signal signal = await(each(generator, ins, variables));
        return signal.leavesLoop() ? Coroutine.of(signal.afterLoop()) : run(ins.nodes("else"), variables);
    }

    /** The body for each item; its signal, if that leaves the loop. */
    @Async
    private Coroutine<Signal> each(AsyncIterable<?> items, Node ins, Activation variables) {
        for (Object item : items) {
            Signal signal = await(round(ins, item, variables));
            if (signal.leavesLoop()) {
                return Coroutine.of(signal);
            }
        }
        return Coroutine.of(Signal.NEXT);
    }

    /** The body, for one item of a loop. */
    private Coroutine<Signal> round(Node ins, @Nullable Object item, Activation variables) {
        variables.set(ins.text("var"), item);
        return run(ins.nodes("body"), variables);
    }

    /** A generator of the scenario: a fixed shape around its blocks. */
    @Async
    AsyncGenerator<@Nullable Object> generator(String name, List<@Nullable Object> arguments) {
        Node definition = world.definition(name);
        Activation variables = world.activation(definition, arguments);
        try {
            try {
                if (await(run(definition.nodes("before"), variables)) == Signal.RETURN) {
                    return AsyncGenerator.end();
                }
                long rounds = Values.integer(expressions.evaluate(definition.get("n"), variables));
                for (long i = 0; i < rounds; i++) {
                    variables.set(definition.text("var", "i"), i);
                    Signal signal;
                    try {
                        signal = await(run(definition.nodes("pre"), variables));
                        if (signal == Signal.NEXT) {
                            Object value = expressions.evaluate(definition.get("v"), variables);
                            variables.set(definition.text("got", "got"), emitAndReceive(nullable(value)));
                            signal = await(run(definition.nodes("post"), variables));
                        }
                    } catch (Throwable e) {
                        signal = await(handle(definition.nodes("item_except"), e, variables));
                    }
                    if (signal == Signal.RETURN) {
                        return AsyncGenerator.end();
                    }
                    if (signal == Signal.BREAK) {
                        break;
                    }
                }
                await(run(definition.nodes("after"), variables));
            } catch (Throwable e) {
                await(handle(definition.nodes("except"), e, variables));
            }
        } finally {
            await(run(definition.nodes("finally"), variables));
            if (definition.has("finally_yield")) {
                emit(nullable(expressions.evaluate(definition.get("finally_yield"), variables)));
            }
        }
        return AsyncGenerator.end();
    }
}
