package dev.jacquard.testing.schedules;

import dev.jacquard.testing.AsyncExtension;
import dev.jacquard.testing.AsyncTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run under many schedules: with {@link AsyncTest} its body, with all {@code @BeforeEach} and
 * {@code @AfterEach} methods, each time on a fresh loop with virtual time and on a fresh instance of the test class.
 *
 * <pre>
 *   &#64;AsyncTest
 *   &#64;ExploreSchedules(runs = 1000)
 *   void noUpdateIsLost() {
 *       await(gather(account.deposit(1), account.deposit(2)));
 *       assertEquals(3, account.balance());
 *   }
 * </pre>
 *
 * <p>A failure is told by the story of the shortest schedule that could be found, and the text by which it is repeated.
 *
 * <p>At a class it holds for all tests that await, those of nested classes too. In a test that does not await, a
 * parameter of type {@link Explorer} is made from this annotation:
 *
 * <pre>
 *   &#64;ExploreSchedules(runs = 1000)
 *   void noUpdateIsLost(Explorer explorer) {
 *       explorer.explore(() -&gt; twoUpdates());
 *   }
 * </pre>
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Test
@ExtendWith({AsyncExtension.class, ExploreSchedulesExtension.class})
public @interface ExploreSchedules {
    /** How many schedules at most. */
    long runs() default 1000;

    /** Which ones. */
    Kind strategy() default Kind.RANDOM;

    /** For {@link Kind#RANDOM} and {@link Kind#PCT}. */
    long seed() default 0;

    /** For {@link Kind#PCT}. */
    int depth() default 3;

    /** For {@link Kind#EXHAUSTIVE}. */
    int maxDeviations() default 3;

    /** For {@link Kind#EXHAUSTIVE}: behind this step there are no deviations. */
    int maxDeviatingSteps() default 1000;

    /** After so many steps a program is taken to run for ever. */
    int maxSteps() default 10_000;

    /** What may be reordered beside tasks and results of threads. */
    Freedom[] freeing() default {};

    /** The text of a schedule: only this one is run. */
    String schedule() default "";

    /** How the schedules are chosen. */
    enum Kind {
        /** {@link Explorer#fifo}. */
        FIFO,
        /** {@link Explorer#random}. */
        RANDOM,
        /** {@link Explorer#pct}. */
        PCT,
        /** {@link Explorer#exhaustive}. */
        EXHAUSTIVE
    }
}
