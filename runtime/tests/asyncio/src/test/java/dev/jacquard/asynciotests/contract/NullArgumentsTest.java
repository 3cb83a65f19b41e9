package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.eagerTaskFactory;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncFunction;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Future;
import dev.jacquard.Outcome;
import dev.jacquard.Promise;
import dev.jacquard.Publishers;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskFactory;
import dev.jacquard.TaskGroup;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.Timeout;
import dev.jacquard.Token;
import dev.jacquard.annotations.Async;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A null where none may be is refused with words of our own: each public method, each of its arguments, the others
 * being right.
 */
class NullArgumentsTest {
    private static final List<Class<?>> TYPES = List.of(
            AsyncBarrier.class,
            AsyncCondition.class,
            AsyncExitStack.class,
            AsyncLock.class,
            AsyncSemaphore.class,
            Asyncio.class,
            Awaitable.class,
            BaseExceptionGroup.class,
            Context.class,
            ContextVar.class,
            EventLoop.class,
            EventLoop.Builder.class,
            ExceptionGroup.class,
            Future.class,
            Outcome.class,
            Promise.class,
            Publishers.class,
            Runner.Builder.class,
            Task.class,
            TaskGroup.class,
            Timeout.class);

    /** What is not called: it blocks, or has no code of its own. */
    private static final List<String> LEFT_OUT =
            List.of("await", "equals", "run", "runForever", "runUntilComplete", "handle");

    private static final Map<Class<?>, Supplier<?>> RIGHT = Map.ofEntries(
            entry(AsyncBarrier.class, () -> new AsyncBarrier(1)),
            entry(AsyncCallable.class, () -> (AsyncCallable<Void>) Coroutine::done),
            entry(AsyncCondition.class, AsyncCondition::new),
            entry(AsyncExitStack.class, AsyncExitStack::new),
            entry(AsyncFunction.class, () -> (AsyncFunction<Object, Boolean>) x -> Coroutine.of(true)),
            entry(AsyncIterable.class, () -> (AsyncIterable<Object>) () -> null),
            entry(AsyncLock.class, AsyncLock::new),
            entry(AsyncSemaphore.class, AsyncSemaphore::new),
            entry(AutoCloseable.class, () -> (AutoCloseable) () -> {}),
            entry(Awaitable.class, Coroutine::done),
            entry(BaseExceptionGroup.class, () -> new BaseExceptionGroup("m", List.of(new CancelledError()))),
            entry(BooleanSupplier.class, () -> (BooleanSupplier) () -> true),
            entry(Callable.class, () -> (Callable<Object>) () -> 1),
            entry(Class.class, () -> IllegalStateException.class),
            entry(Collection.class, ArrayList::new),
            entry(CompletionStage.class, CompletableFuture::new),
            entry(Consumer.class, () -> (Consumer<Object>) x -> {}),
            entry(Context.class, Context::new),
            entry(ContextVar.class, () -> ContextVar.of("v", 1)),
            entry(Coroutine.class, Coroutine::done),
            entry(Duration.class, () -> Duration.ofMillis(1)),
            entry(EventLoop.class, Asyncio::getRunningLoop),
            entry(EventLoop.Builder.class, EventLoop::builder),
            entry(ExceptionGroup.class, () -> new ExceptionGroup("m", List.of(new RuntimeException()))),
            entry(Executor.class, () -> (Executor) Runnable::run),
            entry(Flow.Publisher.class, () -> (Flow.Publisher<Object>) s -> {}),
            entry(Function.class, () -> (Function<Object, Object>) x -> x),
            entry(Future.class, () -> new Promise<>()),
            entry(List.class, () -> List.of(new RuntimeException())),
            entry(Object.class, () -> "object"),
            entry(Outcome.class, () -> new Outcome.Success<>(1)),
            entry(Promise.class, () -> new Promise<>()),
            entry(Runnable.class, () -> (Runnable) () -> {}),
            entry(Runner.Builder.class, Runner::builder),
            entry(String.class, () -> "text"),
            entry(Supplier.class, () -> (Supplier<Object>) () -> null),
            entry(Task.class, () -> createTask(Coroutine.done())),
            entry(TaskFactory.class, () -> eagerTaskFactory()),
            entry(TaskGroup.class, TaskGroup::new),
            entry(Throwable.class, RuntimeException::new),
            entry(ThrowingAsyncCallable.class, () -> (ThrowingAsyncCallable<Void, RuntimeException>) Coroutine::done),
            entry(ThrowingAsyncFunction.class, () ->
                    (ThrowingAsyncFunction<Object, Void, RuntimeException>) x -> Coroutine.done()),
            entry(Timeout.class, () -> Timeout.at(null)),
            entry(Token.class, () -> ContextVar.of("v", 1).set(2)));

    private final List<String> wrong = new ArrayList<>();
    private int tried;

    @Test
    void eachIsRefusedByName() {
        runOften(this::tryAll);
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(80);
    }

    @Async
    private Coroutine<Void> tryAll() {
        getRunningLoop().setExceptionHandler((loop, error) -> {});
        for (Class<?> type : TYPES) {
            List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
            all.addAll(List.of(type.getConstructors()));
            for (Executable e : all) {
                if (Modifier.isPublic(e.getModifiers())
                        && !e.isSynthetic()
                        && !LEFT_OUT.contains(e.getName())
                        && !e.toString().contains("$Coroutine")) { // a woven body
                    await(tryEachArgument(type, e));
                }
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> tryEachArgument(Class<?> type, Executable e) {
        Class<?>[] types = e.getParameterTypes();
        boolean isStatic = !(e instanceof Method) || Modifier.isStatic(e.getModifiers());
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive() || mayBeNull(e.getAnnotatedParameterTypes()[i])) {
                continue;
            }
            Object[] arguments = new Object[types.length];
            boolean known = true;
            for (int k = 0; k < types.length; k++) {
                arguments[k] = k == i ? null : right(types[k]);
                known &= k == i || arguments[k] != null;
            }
            Object on = isStatic ? null : right(type);
            if (!known || (!isStatic && on == null)) {
                continue;
            }
            tried++;
            Throwable t = await(outcome(e, on, arguments));
            if (!(t instanceof NullPointerException)
                    || t.getMessage() == null
                    || t.getMessage().startsWith("Cannot ")) { // the JVM's words
                wrong.add(type.getSimpleName()
                        + "."
                        + e.getName()
                        + Arrays.toString(types)
                        + ", argument "
                        + (i + 1)
                        + ": "
                        + t);
            }
        }
        return Coroutine.done();
    }

    private static boolean mayBeNull(AnnotatedType type) {
        return type.getType() instanceof TypeVariable<?>
                || Arrays.stream(type.getAnnotations())
                        .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Object right(Class<?> type) {
        if (type.isPrimitive()) {
            return type == boolean.class ? (Object) false : type == long.class ? 1L : (Object) 1;
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        Supplier<?> maker = RIGHT.get(type);
        return maker == null ? null : maker.get();
    }

    @Async
    private static Coroutine<Throwable> outcome(Executable e, Object on, Object[] arguments) {
        try {
            if (e instanceof Method m) {
                m.setAccessible(true); // the loop's class is not public
                if (m.invoke(on, arguments) instanceof Coroutine<?> coroutine) {
                    await(waitFor(coroutine, seconds(1)));
                }
            } else {
                ((Constructor<?>) e).newInstance(arguments);
            }
        } catch (InvocationTargetException x) {
            return Coroutine.of(x.getCause());
        } catch (Throwable x) {
            return Coroutine.of(x);
        }
        return Coroutine.of(null);
    }
}
