package dev.jacquard.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once as it is, and then once for each of its awaits: the test is cancelled there. After each run
 * it is looked at what is left: tasks, permits and locks, connections, files, processes.
 *
 * <pre>{@code
 * @AsyncTest
 * @CancelEverywhere
 * void givesItsConnectionBack(AsyncTester tester) {
 *     tester.watch("idle connections", pool::idle);
 *     assertThat(await(shop.order(12))).isEqualTo("paid");
 * }
 * }</pre>
 *
 * <p>Each run is a whole one: a new instance of the test class (and of those around a nested one), the
 * {@code @BeforeEach} methods, the test, the {@code @AfterEach} methods, on a fresh loop. The awaits that count are
 * those of the test method that suspend its task, with all that it calls and awaits, but not those of fixtures. It is
 * the test's task that is cancelled; tasks that it has started are reached as in life, through what waits for them.
 *
 * <p>A run is right if it ends by the mishap ({@link dev.jacquard.CancelledError};
 * {@link dev.jacquard.AsyncTimeoutException}; an {@link java.io.IOException}, or one that has it as its cause) and
 * leaves nothing. It fails if the test throws something else, or goes on as if nothing had happened; see
 * {@link #expected} and {@link #mayEndNormally}. The report names the await, what came and what was left, and the text
 * by which that run is repeated.
 *
 * <p>Beside {@link AsyncTest}, or {@code @ParameterizedTest} and its like with {@code @Async}; at a class, for all
 * tests of it that await. What is not run: tests that do not await, and jqwik's properties; not together with
 * {@code ExploreSchedules}. Without JUnit: {@link EveryAwait}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith({AsyncExtension.class, CancelEverywhereExtension.class})
public @interface CancelEverywhere {
    /** What happens, in runs of their own. */
    Mishap[] value() default Mishap.CANCEL;

    /** Where. */
    At at() default At.AWAITS;

    /** How many runs there may be; if there were more, the test fails after the first. */
    int maxRuns() default 1000;

    /** Whether the test, or what it awaits, swallows a cancellation on purpose. */
    boolean mayEndNormally() default false;

    /** With what the test may end beside, when something has happened to it. */
    Class<? extends Throwable>[] expected() default {};

    /**
     * Whether a descriptor of the process is a thing that may be left: on Linux the report says of what. Not for tests
     * that run beside others.
     */
    boolean descriptors() default false;

    /** The text of one moment, as a report has it, such as {@code CANCEL@7}: only that is run. */
    String only() default "";

    /** The moments at which something happens. */
    enum At {
        /** At each await, as soon as it has suspended the test. */
        AWAITS,

        /**
         * At each await, as soon as it has suspended the test, and again at the beginning of each turn of the loop
         * until the test goes on: also when what it waits for has just arrived.
         */
        LOOP_TURNS
    }
}
