package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.allTasks;
import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions. */
final class Expressions {
    private final World world;
    private final Blocks blocks;

    Expressions(World world, Blocks blocks) {
        this.world = world;
        this.blocks = blocks;
    }

    @Nullable
    Object evaluate(@Nullable Object expression, Activation activation) {
        if (expression instanceof String text) {
            return text.startsWith("$") ? activation.get(text.substring(1)) : text;
        }
        if (!(expression instanceof List<?> operation)) {
            return expression;
        }
        String operator = String.valueOf(operation.get(0));
        List<?> operands = operation.subList(1, operation.size());
        return switch (operator) {
            case "and" -> truth(operands.get(0), activation) && truth(operands.get(1), activation);
            case "or" -> truth(operands.get(0), activation) || truth(operands.get(1), activation);
            default -> apply(operator, evaluateAll(operands, activation));
        };
    }

    List<@Nullable Object> evaluateAll(List<?> expressions, Activation activation) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object expression : expressions) {
            values.add(evaluate(expression, activation));
        }
        return values;
    }

    boolean truth(@Nullable Object expression, Activation activation) {
        return Values.truth(evaluate(expression, activation));
    }

    /** A new exception. */
    Throwable exception(Node spec, Activation activation) {
        return ExceptionClasses.make(spec, message -> evaluate(message, activation));
    }

    private @Nullable Object apply(String operator, List<@Nullable Object> a) {
        return switch (operator) {
            case "+", "-", "*", "%", "<", "<=" -> Values.arithmetic(operator, a.get(0), a.get(1));
            case "==" -> Values.equal(a.get(0), a.get(1));
            case "!=" -> !Values.equal(a.get(0), a.get(1));
            case "not" -> !Values.truth(a.get(0));
            case "list" -> a;
            case "len" -> (long) Values.list(a.get(0)).size();
            case "at" -> Values.at(Values.list(a.get(0)), Values.integer(a.get(1)));
            case "time" -> Values.seconds(world.loop().time());
            case "current" -> currentTask();
            case "name" -> a.isEmpty() ? world.who() : nameOf(a.get(0));
            case "ntasks" -> (long) allTasks().size();
            case "ctx" -> world.contextVar(String.valueOf(a.get(0))).get();
            case "same" -> a.get(0) == a.get(1);
            case "isexc" -> ExceptionClasses.isInstance(a.get(0), String.valueOf(a.get(1)));
            case "excs" -> ExceptionClasses.membersOf(a.get(0));
            case "cause" -> a.get(0) instanceof Throwable e ? e.getCause() : null;
            case "new" -> Things.make(world, blocks, a);
            case "gen" -> generator(a);
            default -> Things.query(operator, Values.required(a.get(0)));
        };
    }

    private static String nameOf(@Nullable Object task) {
        if (task instanceof Task<?> t) {
            return t.getName();
        }
        throw new AppException("AttributeError", "get_name");
    }

    private Object generator(List<@Nullable Object> a) {
        String name = String.valueOf(a.get(0));
        Object generator = blocks.generator(name, a.subList(1, a.size()));
        world.trace().name(generator, name);
        return generator;
    }
}
