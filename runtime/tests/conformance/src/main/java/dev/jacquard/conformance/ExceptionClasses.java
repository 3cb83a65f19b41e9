package dev.jacquard.conformance;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.BrokenBarrierError;
import dev.jacquard.CancelledError;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.GeneratorExit;
import dev.jacquard.InvalidStateException;
import dev.jacquard.QueueEmpty;
import dev.jacquard.QueueFull;
import dev.jacquard.QueueShutDown;
import dev.jacquard.StopAsyncIteration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The exception classes of the scenario language: which Java class is which, and who extends whom. */
final class ExceptionClasses {
    /** Each class with its bases. */
    private static final Map<String, List<String>> BASES = Map.ofEntries(
            Map.entry("BaseException", List.of()),
            Map.entry("Exception", List.of("BaseException")),
            Map.entry("CancelledError", List.of("BaseException")),
            Map.entry("GeneratorExit", List.of("BaseException")),
            Map.entry("KeyboardInterrupt", List.of("BaseException")),
            Map.entry("SystemExit", List.of("BaseException")),
            Map.entry("AppBase", List.of("BaseException")),
            Map.entry("BaseExceptionGroup", List.of("BaseException")),
            Map.entry("ExceptionGroup", List.of("BaseExceptionGroup", "Exception")),
            Map.entry("LookupError", List.of("Exception")),
            Map.entry("KeyError", List.of("LookupError")),
            Map.entry("IndexError", List.of("LookupError")),
            Map.entry("RuntimeError", List.of("Exception")),
            Map.entry("BrokenBarrierError", List.of("RuntimeError")),
            Map.entry("OSError", List.of("Exception")),
            Map.entry("TimeoutError", List.of("OSError")));

    private static final List<String> ANY_EXCEPTION = List.of("Exception");

    /** The product's classes and the platform's, subclasses before their bases. */
    private static final Map<Class<? extends Throwable>, String> NAMES = new LinkedHashMap<>();

    /** How to make those that have a Java class. All others are {@link AppException}s. */
    private static final Map<String, Function<@Nullable String, Throwable>> MAKERS = Map.ofEntries(
            Map.entry("CancelledError", CancelledError::new),
            Map.entry("GeneratorExit", message -> message == null ? new GeneratorExit() : new GeneratorExit(message)),
            Map.entry("StopAsyncIteration", StopAsyncIteration::new),
            Map.entry("TimeoutError", AppTimeout::new),
            Map.entry("KeyboardInterrupt", KeyboardInterrupt::new),
            Map.entry("SystemExit", SystemExit::new),
            Map.entry("AppBase", AppBase::new),
            Map.entry("BrokenBarrierError", BrokenBarrierError::new),
            Map.entry("QueueEmpty", RaisedQueueEmpty::new),
            Map.entry("QueueFull", RaisedQueueFull::new),
            Map.entry("QueueShutDown", RaisedQueueShutDown::new),
            Map.entry("InvalidStateError", InvalidStateException::new));

    static {
        NAMES.put(CancelledError.class, "CancelledError");
        NAMES.put(GeneratorExit.class, "GeneratorExit");
        NAMES.put(KeyboardInterrupt.class, "KeyboardInterrupt");
        NAMES.put(SystemExit.class, "SystemExit");
        NAMES.put(AppBase.class, "AppBase");
        NAMES.put(InvalidStateException.class, "InvalidStateError");
        NAMES.put(StopAsyncIteration.class, "StopAsyncIteration");
        NAMES.put(AsyncTimeoutException.class, "TimeoutError");
        NAMES.put(BrokenBarrierError.class, "BrokenBarrierError");
        NAMES.put(QueueEmpty.class, "QueueEmpty");
        NAMES.put(QueueFull.class, "QueueFull");
        NAMES.put(QueueShutDown.class, "QueueShutDown");
        NAMES.put(ExceptionGroup.class, "ExceptionGroup");
        NAMES.put(BaseExceptionGroup.class, "BaseExceptionGroup");
        NAMES.put(IllegalStateException.class, "RuntimeError");
        NAMES.put(IllegalArgumentException.class, "ValueError");
        NAMES.put(NullPointerException.class, "TypeError");
    }

    /** Exceptions to which the product gives a message, and CPython none. */
    private static final Set<Class<?>> WITHOUT_MESSAGE =
            Set.of(AsyncTimeoutException.class, QueueEmpty.class, QueueFull.class, QueueShutDown.class);

    // those that a scenario raises itself

    private static final class RaisedQueueEmpty extends QueueEmpty {
        private static final long serialVersionUID = 1;

        RaisedQueueEmpty(@Nullable String message) {
            super(message);
        }
    }

    private static final class RaisedQueueFull extends QueueFull {
        private static final long serialVersionUID = 1;

        RaisedQueueFull(@Nullable String message) {
            super(message);
        }
    }

    private static final class RaisedQueueShutDown extends QueueShutDown {
        private static final long serialVersionUID = 1;

        RaisedQueueShutDown(@Nullable String message) {
            super(message);
        }
    }

    private ExceptionClasses() {}

    /** The exception's message as CPython has it. */
    static @Nullable String messageOf(Throwable exception) {
        return WITHOUT_MESSAGE.contains(exception.getClass()) ? null : exception.getMessage();
    }

    /** The name of the exception's class in the scenario language. */
    static String nameOf(Throwable exception) {
        if (exception instanceof AppException app) {
            return app.className();
        }
        if (exception instanceof IllegalArgumentException
                && String.valueOf(exception.getMessage()).contains("just-started")) {
            return "TypeError"; // a value that is sent to a generator that has not started
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(exception))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(exception.getClass().getSimpleName());
    }

    /** Whether a handler for the class catches the exception. */
    static boolean isInstance(@Nullable Object value, String className) {
        return value instanceof Throwable exception && extendsClass(nameOf(exception), className);
    }

    private static boolean extendsClass(String name, String base) {
        return name.equals(base) || bases(name).stream().anyMatch(parent -> extendsClass(parent, base));
    }

    private static List<String> bases(String name) {
        return Objects.requireNonNull(BASES.getOrDefault(name, ANY_EXCEPTION));
    }

    /** Makes what {@code {"exc": class, "msg": expression, "of": [parts]}} describes. */
    static Throwable make(Node spec, Function<@Nullable Object, @Nullable Object> evaluate) {
        String className = spec.text("exc");
        if (spec.has("of")) {
            return group(className, spec, evaluate);
        }
        String message = spec.has("msg") ? text(evaluate.apply(spec.get("msg"))) : null;
        Function<@Nullable String, Throwable> maker = MAKERS.get(className);
        return maker == null ? new AppException(className, message) : maker.apply(message);
    }

    /** The message of a group is no expression. */
    private static Throwable group(String className, Node spec, Function<@Nullable Object, @Nullable Object> evaluate) {
        List<Throwable> parts = new ArrayList<>();
        for (Node part : spec.nodes("of")) {
            parts.add(make(part, evaluate));
        }
        Throwable group = BaseExceptionGroup.of(spec.text("msg", "group"), parts);
        return group instanceof BaseExceptionGroup && className.equals("ExceptionGroup")
                ? Values.typeError("Cannot nest BaseExceptions in an ExceptionGroup")
                : group;
    }

    /** The exceptions of a group. */
    static List<Throwable> membersOf(@Nullable Object value) {
        if (value instanceof ExceptionGroup group) {
            return group.exceptions();
        }
        if (value instanceof BaseExceptionGroup group) {
            return group.exceptions();
        }
        throw new AppException("AttributeError", "exceptions");
    }

    static boolean isGroup(Throwable exception) {
        return exception instanceof ExceptionGroup || exception instanceof BaseExceptionGroup;
    }

    /** A message as Python's {@code str} makes it. */
    static String text(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value == null ? "None" : value.toString();
    }

    /** For {@code throw raise(e)}: throws anything without declaring it. */
    static RuntimeException raise(Throwable exception) {
        throw ExceptionClasses.<RuntimeException>unchecked(exception);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchecked(Throwable exception) throws X {
        throw (X) exception;
    }
}
