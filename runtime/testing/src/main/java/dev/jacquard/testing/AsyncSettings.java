package dev.jacquard.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@link AsyncTest} says, for all tests of a class with its nested classes, or for a test method of another kind:
 *
 * <pre>{@code
 * @ParameterizedTest
 * @ValueSource(ints = {1, 2, 3})
 * @AsyncSettings
 * @Async
 * void pays(int sum) { ... }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(AsyncExtension.class)
public @interface AsyncSettings {
    /** Which time the loop takes. */
    TestTime time() default TestTime.DEFAULT;

    /** How long a test may take on the system's clock, such as {@code PT5S}; see {@link AsyncTest}. */
    String timeout() default "";

    /** How long a test may take in virtual time. */
    String virtualTimeout() default "";

    /** What a test may leave behind. */
    Leak[] allow() default {};
}
