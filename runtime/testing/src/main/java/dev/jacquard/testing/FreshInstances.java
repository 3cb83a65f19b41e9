package dev.jacquard.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Makes a test's instance again, with those of the classes around it: what the constructor and the initialisers set is
 * new. What extensions have set in JUnit's own instance ({@code @TempDir}, beans) is taken over from there: fields with
 * an annotation, and those that the constructor leaves empty. Not Mockito's: {@link FreshMocks} makes them again.
 *
 * <p>An instance that the class's tests share by their own wish ({@code Lifecycle.PER_CLASS}) is kept.
 */
final class FreshInstances {
    private FreshInstances() {}

    /**
     * The outermost first; a list of the caller's own.
     *
     * @param freshMocks whether {@link FreshMocks} fills what is Mockito's
     */
    static List<Object> of(ExtensionContext context, boolean freshMocks) {
        List<Object> known = context.getRequiredTestInstances().getAllInstances();
        int firstFresh = 0;
        for (int i = 0; i < known.size(); i++) {
            if (isKept(context, known.get(i).getClass())) {
                firstFresh = i + 1;
            }
        }
        List<Object> instances = new ArrayList<>(known.subList(0, firstFresh));
        for (int i = firstFresh; i < known.size(); i++) {
            Object made = make(context, known.get(i).getClass(), instances);
            takeOver(known.get(i), made, freshMocks);
            instances.add(made);
        }
        return instances;
    }

    private static boolean isKept(ExtensionContext context, Class<?> type) {
        Lifecycle lifecycle = AnnotationSupport.findAnnotation(type, TestInstance.class)
                .map(TestInstance::value)
                .or(context::getTestInstanceLifecycle)
                .orElse(Lifecycle.PER_METHOD);
        return lifecycle == Lifecycle.PER_CLASS || type.getDeclaredConstructors().length != 1;
    }

    private static Object make(ExtensionContext context, Class<?> type, List<Object> outer) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        boolean isInner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        Object made = isInner
                ? context.getExecutableInvoker().invoke(constructor, outer.get(outer.size() - 1))
                : context.getExecutableInvoker().invoke(constructor);
        return Objects.requireNonNull(made);
    }

    private static void takeOver(Object from, Object to, boolean freshMocks) {
        for (Class<?> c = from.getClass(); c != Object.class && c != null; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && !f.isSynthetic() && !(freshMocks && isMockitos(f))) {
                    takeOver(f, from, to);
                }
            }
        }
    }

    /** Whether Mockito fills a field or parameter. */
    static boolean isMockitos(AnnotatedElement element) {
        for (Annotation a : element.getAnnotations()) {
            if (a.annotationType().getName().startsWith("org.mockito.")) {
                return true;
            }
        }
        return false;
    }

    private static void takeOver(Field field, Object from, Object to) {
        Object injected = value(field, from);
        Object made = value(field, to);
        if (injected != made && (field.getAnnotations().length > 0 || (made == null && injected != null))) {
            set(field, to, injected);
        }
    }

    private static @Nullable Object value(Field field, Object of) {
        return ReflectionSupport.tryToReadFieldValue(field, of).toOptional().orElse(null);
    }

    private static void set(Field field, Object of, @Nullable Object value) {
        try {
            field.setAccessible(true);
            field.set(of, value);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new ExtensionConfigurationException(
                    "The test is run more than once, each time with a new instance, but "
                            + field
                            + " cannot be taken over from JUnit's. Open its package to"
                            + " dev.jacquard.testing, or say @TestInstance(PER_CLASS): then the"
                            + " instance is kept.",
                    e);
        }
    }
}
