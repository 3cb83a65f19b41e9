package dev.jacquard.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may suspend: inside it {@code await(...)} suspends the running task instead of blocking the
 * thread. The counterpart of Python's {@code async def}.
 *
 * <p>The method returns {@code Coroutine<T>} (calling it creates a coroutine that has not started),
 * {@code AsyncGenerator<V>} (calling it creates a generator), or {@code CompletableFuture<T>} or
 * {@code CompletionStage<T>} (calling it starts the body at once on the caller's thread).
 *
 * <p>The annotation works only where classes are woven, by the agent ({@code -javaagent:jacquard-agent.jar}) or by the
 * build step. It is not inherited: an overriding method that awaits carries its own. On an abstract method it only
 * documents.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Async {}
