package dev.jacquard.testing;

import dev.jacquard.Coroutine;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What woven test methods call: of a test method the weaver makes one that returns a coroutine, and
 * one of the same name that returns nothing and gives that coroutine to {@link #run}.
 */
public final class WovenTests {
    private WovenTests() {}

    /** Whether a method is what the weaver has left of a test that awaits. */
    public static boolean isOne(Method method) {
        for (Method m : method.getDeclaringClass().getDeclaredMethods()) {
            if (m.isSynthetic()
                    && m.getReturnType() == Coroutine.class
                    && m.getName().equals(method.getName())
                    && Arrays.equals(m.getParameterTypes(), method.getParameterTypes())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs the coroutine on the loop of the test that is running on this thread, or, if {@link
     * AsyncExtension} is not there, as a test of its own with the usual settings.
     */
    public static void run(Coroutine<?> test) {
        AsyncTester tester = AsyncTester.current();
        if (tester != null) {
            tester.run(test);
            return;
        }
        try (AsyncTester own = AsyncTester.builder().build()) {
            own.run(test);
        }
    }
}
