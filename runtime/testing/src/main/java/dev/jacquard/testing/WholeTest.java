package dev.jacquard.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
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
 * A test with its fixtures, run as JUnit would: {@code @BeforeEach} methods from the outside to the
 * inside, until one fails; the test if none has; then all {@code @AfterEach} methods.
 */
final class WholeTest implements TestRepetition.OneRun {
    private final ExtensionContext context;
    private final Method method;
    private final List<Object> arguments;
    private final AsyncTester outer;
    private final Supplier<AsyncTester.Builder> settings;

    /**
     * What JUnit was about to call.
     *
     * @param outer the tester that JUnit's arguments were taken from
     * @param settings what the annotations say
     */
    WholeTest(
            ExtensionContext context,
            ReflectiveInvocationContext<Method> call,
            AsyncTester outer,
            Supplier<AsyncTester.Builder> settings) {
        this.context = context;
        this.method = call.getExecutable();
        this.arguments = call.getArguments();
        this.outer = outer;
        this.settings = settings;
    }

    @Override
    public @Nullable Throwable run(Consumer<AsyncTester.Builder> more, Runnable ended) {
        AsyncTester.Builder builder = settings.get();
        more.accept(builder);
        AsyncTester tester = builder.build();
        AsyncTester before = AsyncTester.current();
        AsyncTester.setCurrent(tester);
        AsyncExtension.keep(context, tester);
        try {
            return new Run(tester).run(ended);
        } finally {
            AsyncExtension.keep(context, outer);
            AsyncTester.setCurrent(before);
        }
    }

    private final class Run {
        private final AsyncTester tester;
        private @Nullable Throwable failure;

        Run(AsyncTester tester) {
            this.tester = tester;
        }

        @Nullable Throwable run(Runnable ended) {
            try {
                List<Object> instances = FreshInstances.of(context);
                attempt(() -> beforeAndTest(instances));
                after(instances);
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
            return failure;
        }

        private void beforeAndTest(List<Object> instances) {
            for (Object instance : instances) {
                for (Method m :
                        methods(instance, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN)) {
                    call(m, instance);
                }
            }
            Object target = instances.get(instances.size() - 1);
            ReflectionSupport.invokeMethod(method, target, arguments());
        }

        private void after(List<Object> instances) {
            for (int i = instances.size() - 1; i >= 0; i--) {
                Object instance = instances.get(i);
                for (Method m :
                        methods(instance, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP)) {
                    attempt(() -> call(m, instance));
                }
            }
        }

        private void call(Method m, Object instance) {
            context.getExecutableInvoker().invoke(m, instance);
        }

        /** JUnit's, with what belongs to this run's loop instead of the outer one's. */
        private Object[] arguments() {
            List<@Nullable Object> own = new ArrayList<>();
            for (Object a : arguments) {
                own.add(
                        a == outer.loop()
                                ? tester.loop()
                                : a == outer.clock() ? tester.clock() : a == outer ? tester : a);
            }
            return own.toArray();
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
