package dev.jacquard.testing;

import dev.jacquard.Coroutine;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What woven test methods call: of a test method {@code pays} the weaver makes {@code pays$async}, which returns a
 * coroutine, and {@code pays}, which returns nothing and gives that coroutine to {@link #run}.
 */
public final class WovenTests {
    /** What the weaver appends to a test's name for the method that makes the coroutine. */
    private static final String HIDDEN = "$async";

    private WovenTests() {}

    /** Whether a method is what the weaver has left of a test that awaits. */
    public static boolean isOne(Method method) {
        for (Method m : method.getDeclaringClass().getDeclaredMethods()) {
            if (m.isSynthetic()
                    && m.getReturnType() == Coroutine.class
                    && m.getName().equals(method.getName() + HIDDEN)
                    && Arrays.equals(m.getParameterTypes(), method.getParameterTypes())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs the coroutine on the loop of the test that is running on this thread, or, if {@link AsyncExtension} is not
     * there, as a test of its own with the usual settings.
     */
    public static void run(Coroutine<?> test) {
        AsyncTester tester = AsyncTester.current();
        if (tester != null) {
            tester.runWoven(test);
            return;
        }
        try (AsyncTester own = AsyncTester.builder().build()) {
            own.run(test);
        }
    }
}
