package dev.jacquard.weavingtests.shapes;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of this package for those who want to know only whether all is well. */
public final class AllShapes {
    private static final List<Class<?>> TESTS = List.of(
            ExpressionShapesTest.class,
            VariableShapesTest.class,
            TryShapesTest.class,
            MethodShapesTest.class,
            LoopShapesTest.class,
            ForeignBytecodeTest.class,
            LivenessTest.class,
            RefusalsTest.class,
            SlotGridTest.class,
            ReturnedCoroutinesTest.class);

    private AllShapes() {}

    /** The first test that fails, or null. */
    public static String firstFailure() {
        for (Class<?> type : TESTS) {
            for (Method m : type.getDeclaredMethods()) {
                if (m.isAnnotationPresent(Test.class) && !passes(type, m)) {
                    return type.getSimpleName() + "." + m.getName();
                }
            }
        }
        return null;
    }

    private static boolean passes(Class<?> type, Method m) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            m.setAccessible(true);
            m.invoke(constructor.newInstance());
            return true;
        } catch (InvocationTargetException e) {
            return false;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
