package dev.jacquard.testing.schedules;

import dev.jacquard.testing.AsyncExtension;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.WovenTests;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs tests that await under many schedules, and gives an {@link Explorer} to methods that ask for one. Comes with
 * {@link ExploreSchedules}.
 */
final class ExploreSchedulesExtension implements BeforeEachCallback, ParameterResolver {
    ExploreSchedulesExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        boolean awaits = WovenTests.isOne(method) || AnnotationSupport.isAnnotated(method, AsyncTest.class);
        boolean takesExplorer = Arrays.asList(method.getParameterTypes()).contains(Explorer.class);
        if (awaits && takesExplorer) {
            throw wrong(
                    method,
                    "is a test that awaits, which runs under each schedule itself: it cannot take"
                            + " an Explorer as well. Leave the parameter out; or make it a test"
                            + " that does not await, and give explore(...) an @Async method.");
        }
        if (awaits) {
            annotation(context)
                    .map(Explorer::of)
                    .ifPresent(explorer -> AsyncExtension.repeat(context, new ScheduledTest(explorer, context)));
        } else if (!takesExplorer && AnnotationSupport.isAnnotated(method, ExploreSchedules.class)) {
            throw wrong(
                    method,
                    "would run once: @ExploreSchedules runs tests that await under many schedules."
                            + " Put @AsyncTest beside it, or take an Explorer as a parameter.");
        }
    }

    private static ExtensionConfigurationException wrong(Method method, String what) {
        return new ExtensionConfigurationException(
                method.getDeclaringClass().getName() + "." + method.getName() + " " + what);
    }

    /** The method's, or that of the class or one around it. */
    private static Optional<ExploreSchedules> annotation(ExtensionContext context) {
        Optional<ExploreSchedules> found =
                AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), ExploreSchedules.class);
        Class<?> type = context.getRequiredTestClass();
        while (found.isEmpty() && type != null) {
            found = AnnotationSupport.findAnnotation(type, ExploreSchedules.class);
            type = type.getEnclosingClass();
        }
        return found;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Explorer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return annotation(context)
                .map(Explorer::of)
                .orElseThrow(() ->
                        new ParameterResolutionException("An Explorer is given to methods with @ExploreSchedules"));
    }
}
