package dev.jacquard.asynciotests.contract;

import static java.lang.reflect.Modifier.isAbstract;
import static java.lang.reflect.Modifier.isPublic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.AsyncCallable;
import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncFunction;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncLifoQueue;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.BrokenBarrierError;
import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Future;
import dev.jacquard.GeneratorExit;
import dev.jacquard.Handle;
import dev.jacquard.Held;
import dev.jacquard.InvalidStateException;
import dev.jacquard.LoopExit;
import dev.jacquard.Outcome;
import dev.jacquard.Promise;
import dev.jacquard.QueueEmpty;
import dev.jacquard.QueueFull;
import dev.jacquard.QueueShutDown;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.Timeout;
import dev.jacquard.TimerHandle;
import dev.jacquard.Token;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which types there are, of which kind, and of what they are made. */
class HierarchyContractTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                AsyncCallable.class,
                AsyncCloseable.class,
                AsyncFunction.class,
                AsyncIterable.class,
                AsyncIterator.class,
                Awaitable.class,
                EventLoop.class,
                Outcome.class,
                ThrowingAsyncCallable.class,
                ThrowingAsyncFunction.class
            })
    void interfaces(Class<?> type) {
        assertThat(type).isPublic().isInterface();
    }

    /** Classes, so that a lambda cannot be meant; the read side has no setters. */
    @ParameterizedTest
    @ValueSource(classes = {AsyncGenerator.class, Coroutine.class, Future.class})
    void abstractClasses(Class<?> type) {
        assertThat(type).isPublic().isNotInterface().isAbstract();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AsyncBarrier.class,
                AsyncBoundedSemaphore.class,
                AsyncCondition.class,
                AsyncEvent.class,
                AsyncExitStack.class,
                AsyncLifoQueue.class,
                AsyncLock.class,
                AsyncPriorityQueue.class,
                AsyncQueue.class,
                AsyncSemaphore.class,
                Asyncio.class,
                Context.class,
                ContextVar.class,
                Handle.class,
                Held.class,
                Promise.class,
                Runner.class,
                Task.class,
                TaskGroup.class,
                TimerHandle.class,
                Timeout.class,
                Token.class
            })
    void classes(Class<?> type) {
        assertThat(type).isPublic().isNotInterface();
        assertThat(isAbstract(type.getModifiers())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {ExceptionGroup.Split.class, Outcome.Failure.class, Outcome.Success.class, Waited.class})
    void records(Class<?> type) {
        assertThat(type).isPublic().isRecord();
    }

    static Stream<Map.Entry<Class<?>, Class<?>>> superclasses() {
        Map<Class<?>, Class<?>> all = Map.ofEntries(
                Map.entry(AsyncBoundedSemaphore.class, AsyncSemaphore.class),
                Map.entry(AsyncLifoQueue.class, AsyncQueue.class),
                Map.entry(AsyncPriorityQueue.class, AsyncQueue.class),
                Map.entry(AsyncTimeoutException.class, RuntimeException.class),
                Map.entry(BaseExceptionGroup.class, Error.class),
                Map.entry(BrokenBarrierError.class, RuntimeException.class),
                Map.entry(CancelledError.class, Error.class),
                Map.entry(ExceptionGroup.class, RuntimeException.class),
                Map.entry(GeneratorExit.class, Error.class),
                Map.entry(InvalidStateException.class, IllegalStateException.class),
                Map.entry(LoopExit.class, Error.class),
                Map.entry(Promise.class, Future.class),
                Map.entry(QueueEmpty.class, RuntimeException.class),
                Map.entry(QueueFull.class, RuntimeException.class),
                Map.entry(QueueShutDown.class, RuntimeException.class),
                Map.entry(Task.class, Future.class),
                Map.entry(TimerHandle.class, Handle.class));
        return all.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("superclasses")
    void extend(Map.Entry<Class<?>, Class<?>> pair) {
        assertThat(pair.getKey()).isPublic();
        assertThat(pair.getKey().getSuperclass()).isEqualTo(pair.getValue());
    }

    static Stream<Map.Entry<Class<?>, Class<?>>> implementations() {
        return Stream.of(
                Map.entry(AsyncCallable.class, ThrowingAsyncCallable.class),
                Map.entry(AsyncCloseable.class, AutoCloseable.class),
                Map.entry(AsyncExitStack.class, AsyncCloseable.class),
                Map.entry(AsyncFunction.class, ThrowingAsyncFunction.class),
                Map.entry(AsyncGenerator.class, AsyncCloseable.class),
                Map.entry(AsyncGenerator.class, AsyncIterable.class),
                Map.entry(AsyncIterable.class, Iterable.class),
                Map.entry(AsyncIterator.class, Iterator.class),
                Map.entry(Coroutine.class, Awaitable.class),
                Map.entry(Future.class, Awaitable.class),
                Map.entry(Held.class, AsyncCloseable.class),
                Map.entry(Outcome.Failure.class, Outcome.class),
                Map.entry(Outcome.Success.class, Outcome.class),
                Map.entry(Runner.class, AutoCloseable.class));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void implement(Map.Entry<Class<?>, Class<?>> pair) {
        assertThat(pair.getValue()).isAssignableFrom(pair.getKey());
    }

    /** Or its methods would be mistaken for asyncio's. */
    @Test
    void aFutureIsNoStage() {
        assertThat(CompletionStage.class.isAssignableFrom(Future.class)).isFalse();
        assertThat(CompletionStage.class.isAssignableFrom(Coroutine.class)).isFalse();
    }

    @Test
    void anOutcomeIsOneOfTwo() {
        assertThat(Outcome.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(Outcome.Success.class, Outcome.Failure.class);
    }

    @Test
    void lambdasCanBeFunctionsOnly() {
        assertThat(abstractMethods(ThrowingAsyncCallable.class)).isEqualTo(1);
        assertThat(abstractMethods(ThrowingAsyncFunction.class)).isEqualTo(1);
        assertThat(abstractMethods(AsyncCallable.class)).isEqualTo(1);
        assertThat(abstractMethods(AsyncFunction.class)).isEqualTo(1);
    }

    private static long abstractMethods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(m -> isAbstract(m.getModifiers()))
                .count();
    }

    @Test
    void asyncioIsStatic() {
        assertThat(Asyncio.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(Asyncio.class.getDeclaredMethods()))
                .filteredOn(m -> isPublic(m.getModifiers()))
                .isNotEmpty()
                .allMatch(m -> Modifier.isStatic(m.getModifiers()));
    }

    @Test
    void asyncIsForMethodsAndStays() throws NoSuchMethodException {
        assertThat(Async.class.getAnnotation(Target.class).value()).containsExactly(ElementType.METHOD);
        assertThat(Async.class.getAnnotation(Retention.class).value()).isEqualTo(RetentionPolicy.RUNTIME);
        assertThat(Async.class.getName()).isEqualTo("dev.jacquard.annotations.Async");
        Method text = Programs.class.getDeclaredMethod("text");
        assertThat(text.isAnnotationPresent(Async.class)).isTrue();
    }
}
