package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncCondition;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Evaluates awaitable expressions: the operands first, from left to right, inner before outer. */
final class Awaitables {
    private final World world;
    private final Expressions expressions;
    private final Blocks blocks;
    private final Waits waits;

    Awaitables(World world, Expressions expressions, Blocks blocks) {
        this.world = world;
        this.expressions = expressions;
        this.blocks = blocks;
        waits = new Waits(world.trace());
    }

    Awaitable<?> evaluate(@Nullable Object expression, Activation activation) {
        if (expression instanceof String) {
            return awaitable(Values.required(expressions.evaluate(expression, activation)));
        }
        Node node = Node.of(expression);
        if (node.has("co")) {
            return blocks.coroutine(node.text("co"), expressions.evaluateAll(node.values("args"), activation));
        }
        if (node.has("awaitable")) {
            return blocks.awaitable(node.text("awaitable"), expressions.evaluateAll(node.values("args"), activation));
        }
        if (node.has("gather")) {
            List<Awaitable<?>> operands = evaluateAll(node.values("gather"), activation);
            return node.flag("rex") ? gatherSettled(operands) : gather(operands);
        }
        if (node.has("sleep")) {
            Object time = expressions.evaluate(node.get("sleep"), activation);
            Object value = expressions.evaluate(node.get("v"), activation);
            return sleep(Values.seconds(time), Values.nullable(value));
        }
        if (node.has("threadsafe")) {
            return threadSafe(coroutine(evaluate(node.get("threadsafe"), activation)));
        }
        if (node.has("shield")) {
            return shield(evaluate(node.get("shield"), activation));
        }
        if (node.has("wait_for")) {
            Awaitable<?> operand = evaluate(node.get("wait_for"), activation);
            return waitFor(operand, time(node, activation));
        }
        if (node.has("wait")) {
            List<Awaitable<?>> operands = evaluateAll(node.values("wait"), activation);
            Duration timeout = time(node, activation);
            return waits.names(node.text("when", "ALL_COMPLETED"), operands, timeout);
        }
        return method(node, activation);
    }

    List<Awaitable<?>> evaluateAll(List<?> awaitables, Activation activation) {
        List<Awaitable<?>> operands = new ArrayList<>();
        for (Object operand : awaitables) {
            operands.add(evaluate(operand, activation));
        }
        return operands;
    }

    /** The field {@code t}: a number of seconds, or none. */
    @Nullable
    Duration time(Node node, Activation activation) {
        Object time = expressions.evaluate(node.get("t"), activation);
        return time == null ? null : Values.seconds(time);
    }

    private Future<?> threadSafe(Coroutine<?> coroutine) {
        CompletableFuture<?> call = runCoroutineThreadSafe(coroutine, world.loop());
        return world.release().hasThreadsafeResultsAtOnce()
                ? Future.of(call)
                : Future.of(SlowStage.of(call, world.loop()));
    }

    private Coroutine<?> method(Node node, Activation activation) {
        Object object = Values.required(expressions.evaluate(node.get("on"), activation));
        String method = node.text("m");
        if (method.equals("wait_for") && object instanceof AsyncCondition condition) {
            return ConditionMethods.waitFor(condition, () -> expressions.evaluate(node.get("c"), activation));
        }
        List<@Nullable Object> arguments = method.equals("athrow")
                ? List.of(expressions.exception(node, activation))
                : expressions.evaluateAll(node.values("args"), activation);
        return Things.callWaiting(object, method, arguments);
    }

    /** What makes a task: coroutines only. */
    static Coroutine<?> coroutine(Awaitable<?> awaitable) {
        if (awaitable instanceof Coroutine<?> coroutine) {
            return coroutine;
        }
        throw Values.typeError("a coroutine was expected");
    }

    private static Awaitable<?> awaitable(Object value) {
        if (value instanceof Awaitable<?> awaitable) {
            return awaitable;
        }
        throw Values.typeError(value + " cannot be awaited");
    }
}
