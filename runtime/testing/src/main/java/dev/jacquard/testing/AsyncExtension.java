package dev.jacquard.testing;

import dev.jacquard.Context;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.woven.WovenClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives each test a loop, on which its woven methods run. Comes with {@link AsyncTest}. */
public final class AsyncExtension
        implements BeforeEachCallback, AfterEachCallback, ParameterResolver, InvocationInterceptor, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(AsyncExtension.class);

    /** Made by JUnit. */
    public AsyncExtension() {}

    // ---- the test's life -----------------------------------------------------------------------

    @Override
    public void beforeEach(ExtensionContext context) {
        checkWoven(context.getRequiredTestMethod());
        OwnThread own = OwnThread.ifNeeded();
        if (own != null) {
            context.getStore(NAMESPACE).put(OwnThread.class, own); // which JUnit closes
        }
        onItsThread(context, () -> keep(context, settings(context).build()));
        AsyncTester tester = tester(context);
        if (own == null && tester != null) {
            // for the callbacks of other extensions, which nobody can wrap
            context.getStore(NAMESPACE)
                    .put(Context.Scope.class, new Entered(tester.context().enter()));
        }
    }

    private static <X extends Throwable> void onItsThread(ExtensionContext context, AsyncTester.Part<X> part) throws X {
        OwnThread.run(context.getStore(NAMESPACE).get(OwnThread.class, OwnThread.class), part);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Kept kept = context.getStore(NAMESPACE).remove(AsyncTester.class, Kept.class);
        if (kept != null) {
            if (context.getExecutionException().isPresent()) {
                kept.tester.failed();
            }
            onItsThread(context, kept.tester::close);
        }
    }

    /** Which tester is the test's. */
    static void keep(ExtensionContext context, AsyncTester tester) {
        context.getStore(NAMESPACE).put(AsyncTester.class, new Kept(tester));
    }

    /** Not closeable, or JUnit would close it as well. */
    private static final class Kept {
        final AsyncTester tester;

        Kept(AsyncTester tester) {
            this.tester = tester;
        }
    }

    /** JUnit closes it after all callbacks of the test. */
    private record Entered(Context.Scope scope) implements AutoCloseable {
        @Override
        public void close() {
            scope.close();
        }
    }

    private static @Nullable AsyncTester tester(ExtensionContext context) {
        Kept kept = context.getStore(NAMESPACE).get(AsyncTester.class, Kept.class);
        return kept == null ? null : kept.tester;
    }

    /** A method with {@code @AsyncTest} and, say, {@code @ParameterizedTest}, is found as both. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Method> method = context.getTestMethod();
        if (method.isPresent()
                && context.getUniqueId().contains("/[method:")
                && AnnotationSupport.isAnnotated(method.get(), TestTemplate.class)) {
            return ConditionEvaluationResult.disabled("runs as a template");
        }
        return ConditionEvaluationResult.enabled(null);
    }

    // ---- settings ------------------------------------------------------------------------------

    private static AsyncTester.Builder settings(ExtensionContext context) {
        List<AnnotatedElement> elements = new ArrayList<>();
        elements.add(context.getRequiredTestMethod());
        for (Class<?> c = context.getRequiredTestClass(); c != null; c = c.getEnclosingClass()) {
            elements.add(c);
        }
        AsyncTester.Builder builder = AsyncTester.builder();
        for (int i = elements.size() - 1; i >= 0; i--) { // the outermost first
            AnnotatedElement element = elements.get(i);
            AnnotationSupport.findAnnotation(element, AsyncSettings.class)
                    .ifPresent(a -> set(builder, a.time(), a.timeout(), a.virtualTimeout(), a.allow()));
            AnnotationSupport.findAnnotation(element, AsyncTest.class)
                    .ifPresent(a -> set(builder, a.time(), a.timeout(), a.virtualTimeout(), a.allow()));
        }
        return builder;
    }

    private static void set(
            AsyncTester.Builder builder, TestTime time, String timeout, String virtualTimeout, Leak[] allow) {
        switch (time) {
            case DEFAULT -> {}
            case REAL -> builder.realTime();
            case VIRTUAL -> builder.virtualTime();
        }
        if (!timeout.isEmpty()) {
            builder.timeout(duration("timeout", timeout));
        }
        if (!virtualTimeout.isEmpty()) {
            builder.virtualTimeout(duration("virtualTimeout", virtualTimeout));
        }
        builder.allow(allow);
    }

    private static Duration duration(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ExtensionConfigurationException(
                    name + " = \"" + text + "\" is no duration. Write it as \"PT5S\" or \"PT2H30M\".", e);
        }
    }

    private static void checkWoven(Method method) {
        boolean async = AnnotationSupport.isAnnotated(method, AsyncTest.class)
                || AnnotationSupport.isAnnotated(method, Async.class);
        if (!async || method.getDeclaringClass().isAnnotationPresent(WovenClass.class) || hasNothingToWeave(method)) {
            return;
        }
        throw new ExtensionConfigurationException(NotWoven.message(method));
    }

    /** A test by way of an annotation of the user's, in a class that mentions Jacquard nowhere. */
    private static boolean hasNothingToWeave(Method method) {
        if (method.isAnnotationPresent(AsyncTest.class) || method.isAnnotationPresent(Async.class)) {
            return false;
        }
        Class<?> type = method.getDeclaringClass();
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in != null && !new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("dev/jacquard/");
        } catch (IOException e) {
            return false;
        }
    }

    // ---- calls ---------------------------------------------------------------------------------

    /**
     * Lets a test be run more than once, with its fixtures. For extensions, in their {@code beforeEach}; the test has
     * to be one of this extension's.
     *
     * @param context the test's
     */
    public static void repeat(ExtensionContext context, TestRepetition repetition) {
        context.getStore(NAMESPACE).put(TestRepetition.class, repetition);
    }

    private static @Nullable TestRepetition repetition(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestRepetition.class, TestRepetition.class);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        fixture(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        fixture(invocation, context);
    }

    private static void fixture(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        if (repetition(context) == null) {
            proceed(invocation, context);
        } else {
            invocation.skip(); // WholeTest calls it
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        test(invocation, call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        test(invocation, call, context);
    }

    private static void test(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        TestRepetition repetition = repetition(context);
        AsyncTester tester = tester(context);
        if (repetition == null || tester == null) {
            proceed(invocation, context);
        } else {
            invocation.skip();
            WholeTest whole = new WholeTest(context, call, tester, () -> settings(context));
            onItsThread(context, () -> repetition.repeat(whole));
            whole.ended();
        }
    }

    private static void proceed(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        onItsThread(context, () -> AsyncTester.with(tester(context), invocation::proceed));
    }

    // ---- parameters ----------------------------------------------------------------------------

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == EventLoop.class || type == TestClock.class || type == AsyncTester.class)
                && tester(context) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        AsyncTester tester = tester(context);
        Class<?> type = parameter.getParameter().getType();
        if (tester == null) {
            throw new IllegalStateException("No test is running");
        }
        return type == EventLoop.class ? tester.loop() : type == TestClock.class ? tester.clock() : tester;
    }
}
