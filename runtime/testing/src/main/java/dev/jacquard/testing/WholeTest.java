package dev.jacquard.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test with its fixtures, run as JUnit would: {@code @BeforeEach} methods from the outside to the inside, until one
 * fails; the test if none has; then all {@code @AfterEach} methods.
 */
final class WholeTest implements TestRepetition.OneRun {
    private final ExtensionContext context;
    private final Method method;
    private final AsyncTester outer;
    private final Supplier<AsyncTester.Builder> settings;
    private final @Nullable FreshMocks mocks;

    /**
     * What JUnit was about to call.
     *
     * @param outer the tester that JUnit has for the test
     * @param settings what the annotations say
     */
    WholeTest(
            ExtensionContext context,
            ReflectiveInvocationContext<Method> call,
            AsyncTester outer,
            Supplier<AsyncTester.Builder> settings) {
        this.context = context;
        this.method = call.getExecutable();
        this.outer = outer;
        this.settings = settings;
        this.mocks = MOCKITO ? FreshMocks.of(context, method) : null;
    }

    private static final boolean MOCKITO = isMockitoThere();

    private static boolean isMockitoThere() {
        return ReflectionSupport.tryToLoadClass("org.mockito.Mockito")
                .toOptional()
                .isPresent();
    }

    /** After the last run. */
    void ended() {
        if (mocks != null) {
            mocks.ended();
        }
    }

    @Override
    public @Nullable Throwable run(Consumer<AsyncTester.Builder> more, Runnable ended) {
        AsyncTester.Builder builder = settings.get();
        more.accept(builder);
        AsyncTester tester = builder.build();
        AsyncExtension.keep(context, tester);
        Run run = new Run(tester);
        try {
            AsyncTester.with(tester, () -> run.run(ended));
        } finally {
            AsyncExtension.keep(context, outer);
        }
        return run.failure;
    }

    private final class Run {
        private final AsyncTester tester;
        private @Nullable Throwable failure;

        Run(AsyncTester tester) {
            this.tester = tester;
        }

        void run(Runnable ended) {
            try {
                List<Object> instances = FreshInstances.of(context, mocks != null);
                try (var opened = mocks == null ? null : mocks.open(instances)) {
                    attempt(() -> beforeAndTest(instances));
                    after(instances);
                }
            } catch (Throwable e) {
                tester.failed();
                attempt(tester::close);
                throw e;
            } finally {
                ended.run();
            }
            if (failure != null) {
                tester.failed();
            }
            attempt(tester::close);
        }

        private void beforeAndTest(List<Object> instances) {
            for (Object instance : instances) {
                for (Method m : methods(instance, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN)) {
                    call(m, instance);
                }
            }
            Object target = instances.get(instances.size() - 1);
            tester.test(() -> call(method, target)); // with arguments of this run
        }

        private void after(List<Object> instances) {
            for (int i = instances.size() - 1; i >= 0; i--) {
                Object instance = instances.get(i);
                for (Method m : methods(instance, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP)) {
                    attempt(() -> call(m, instance));
                }
            }
        }

        private void call(Method m, Object instance) {
            context.getExecutableInvoker().invoke(m, instance);
        }

        private void attempt(Runnable part) {
            try {
                part.run();
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    private static List<Method> methods(
            Object instance, Class<? extends Annotation> kind, HierarchyTraversalMode order) {
        return AnnotationSupport.findAnnotatedMethods(instance.getClass(), kind, order);
    }
}
