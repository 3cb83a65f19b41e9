package dev.jacquard.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Silences warnings of the weaver: in a method with the lambdas in it, or in a class with the classes inside it.
 *
 * <pre>
 *   &#64;Async
 *   &#64;SuppressWeaverWarnings("W23")      // the queue is known not to be full
 *   Coroutine&lt;Void&gt; log(Event e) throws InterruptedException {
 *       queue.put(e);
 *       ...
 * </pre>
 *
 * <p>What cannot be woven is an error, not a warning, and cannot be silenced.
 */
@Documented
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface SuppressWeaverWarnings {
    /** The codes that end the warnings, such as {@code "W23"}; without any, all are silenced. */
    String[] value() default {};
}
