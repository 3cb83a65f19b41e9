package dev.jacquard.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** What may be null: what has any annotation named {@code Nullable}. */
final class Nullness {
    private Nullness() {}

    static boolean isNullable(Annotation[] annotations) {
        for (Annotation a : annotations) {
            if (a.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    static boolean isNullable(AnnotatedElement declared, @Nullable AnnotatedType type) {
        return isNullable(declared.getAnnotations()) || (type != null && isNullable(type.getAnnotations()));
    }

    static boolean isNullable(Parameter p) {
        if (isNullable(p, p.getAnnotatedType())) {
            return true;
        }
        RecordComponent component = component(p.getDeclaringExecutable(), indexOf(p));
        return component != null && isNullable(component);
    }

    private static boolean isNullable(RecordComponent c) {
        return isNullable(c, c.getAnnotatedType())
                || isNullable(c.getAccessor(), c.getAccessor().getAnnotatedReturnType())
                || isNullable(field(c), field(c).getAnnotatedType());
    }

    private static int indexOf(Parameter p) {
        Parameter[] all = p.getDeclaringExecutable().getParameters();
        int i = 0;
        while (!all[i].equals(p)) {
            i++;
        }
        return i;
    }

    /** The component that a parameter of a record's own constructor is for. */
    static @Nullable RecordComponent component(Executable e, int index) {
        if (!(e instanceof Constructor<?>) || !e.getDeclaringClass().isRecord()) {
            return null;
        }
        RecordComponent[] all = e.getDeclaringClass().getRecordComponents();
        Class<?>[] parameters = e.getParameterTypes();
        if (parameters.length != all.length) {
            return null;
        }
        for (int i = 0; i < all.length; i++) {
            if (parameters[i] != all[i].getType()) {
                return null;
            }
        }
        return all[index];
    }

    /** The field of a record's component. */
    static Field field(RecordComponent c) {
        try {
            return c.getDeclaringRecord().getDeclaredField(c.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e); // each component has one
        }
    }

    /** The type with its annotations of a field, of what a setter takes or a getter gives. */
    static AnnotatedType type(AnnotatedElement e) {
        if (e instanceof Field field) {
            return field.getAnnotatedType();
        }
        Method method = (Method) e;
        return method.getParameterCount() == 0
                ? method.getAnnotatedReturnType()
                : method.getAnnotatedParameterTypes()[method.getParameterCount() - 1];
    }
}
