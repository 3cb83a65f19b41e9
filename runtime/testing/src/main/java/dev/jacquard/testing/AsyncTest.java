package dev.jacquard.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test whose body is {@code @Async} code: it may {@code await}. It runs on a loop of its own, with virtual time
 * unless it asks for the system's.
 *
 * <pre>{@code
 * @AsyncTest
 * void paysLater() {
 *     await(sleep(Duration.ofDays(30))); // takes microseconds
 *     assertThat(await(shop.pay())).isEqualTo(12);
 * }
 * }</pre>
 *
 * <p>The method is woven: {@code @Async} is allowed beside, and not needed. It returns nothing, as JUnit wants it;
 * {@code Coroutine} is accepted as well, and woven into a method that returns nothing. Parameters may be the
 * {@link dev.jacquard.EventLoop}, the {@link TestClock} and the {@link AsyncTester}. {@code @BeforeEach} and
 * {@code @AfterEach} methods with {@code @Async} run on the same loop. Other kinds of tests
 * ({@code @ParameterizedTest}, {@code @RepeatedTest}) take {@code @Async} and {@link AsyncSettings}.
 *
 * <p>The test fails if it takes too long, and if it leaves behind what {@link Leak} lists.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@ExtendWith(AsyncExtension.class)
public @interface AsyncTest {
    /** Which time the loop takes. */
    TestTime time() default TestTime.DEFAULT;

    /**
     * How long it may take on the system's clock, as {@link java.time.Duration#parse} reads it, such as {@code PT5S}.
     * Empty: what the class says, or 30 seconds.
     */
    String timeout() default "";

    /** How long it may take in virtual time. Empty: what the class says, or ten years. */
    String virtualTimeout() default "";

    /** What it may leave behind, beside what the class allows. */
    Leak[] allow() default {};
}
