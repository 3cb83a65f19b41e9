package dev.jacquard.testing;

import dev.jacquard.testing.schedules.ExploreSchedules;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Runs tests once for each of their awaits. Comes with {@link CancelEverywhere}. */
final class CancelEverywhereExtension implements BeforeEachCallback {
    CancelEverywhereExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        boolean awaits = WovenTests.isOne(method) || AnnotationSupport.isAnnotated(method, AsyncTest.class);
        if (!awaits) {
            if (AnnotationSupport.isAnnotated(method, CancelEverywhere.class)) {
                throw wrong(
                        method,
                        "would run once: @CancelEverywhere cancels tests that await. Put @AsyncTest"
                                + " beside it, or @Async beside @ParameterizedTest and its like; or"
                                + " use EveryAwait in the test.");
            }
            return;
        }
        if (annotation(context, ExploreSchedules.class).isPresent()) {
            throw wrong(
                    method,
                    "has @CancelEverywhere and @ExploreSchedules: each would run it many times in"
                            + " its own way. Make two tests of it.");
        }
        annotation(context, CancelEverywhere.class)
                .map(a -> options(method, a))
                .ifPresent(options -> AsyncExtension.repeat(context, test -> run(context, options, test)));
    }

    private static EveryAwait options(Method method, CancelEverywhere a) {
        try {
            return EveryAwait.of(a);
        } catch (IllegalArgumentException e) {
            throw wrong(method, "has a wrong @CancelEverywhere: " + e.getMessage());
        }
    }

    private static ExtensionConfigurationException wrong(Method method, String what) {
        return new ExtensionConfigurationException(
                method.getDeclaringClass().getName() + "." + method.getName() + " " + what);
    }

    private static void run(ExtensionContext context, EveryAwait options, TestRepetition.OneRun test) {
        AwaitRuns runs = options.checkAll((run, settings) -> unlessAborted(run, test.run(settings, () -> {})));
        context.publishReportEntry(
                "awaits",
                runs.awaits()
                        + " awaits, "
                        + runs.runs()
                        + " runs"
                        + (runs.missed() == 0 ? "" : ", " + runs.missed() + " ended before"));
    }

    /** An assumption that does not hold ends the test in the first run, and only that run later. */
    private static @Nullable Throwable unlessAborted(MishapRun run, @Nullable Throwable failure) {
        return failure instanceof TestAbortedException && run.place() != null ? null : failure;
    }

    private static <A extends Annotation> Optional<A> annotation(ExtensionContext context, Class<A> type) {
        Optional<A> found = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), type);
        Class<?> c = context.getRequiredTestClass();
        while (found.isEmpty() && c != null) {
            found = AnnotationSupport.findAnnotation(c, type);
            c = c.getEnclosingClass();
        }
        return found;
    }
}
