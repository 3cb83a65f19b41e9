package dev.jacquard.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/** Jakarta Validation, by Hibernate Validator. Classes without a constraint never load it. */
final class Validation {
    /** Hibernate Validator, when it is first needed. */
    private static final class Loaded {
        static final Validator VALIDATOR = jakarta.validation.Validation.byProvider(HibernateValidator.class)
                .configure()
                .defaultLocale(Locale.ENGLISH)
                .buildValidatorFactory()
                .getValidator();
    }

    private static final ClassValue<Boolean> CONSTRAINED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> c) {
            return mentions(c) && Loaded.VALIDATOR.getConstraintsForClass(c).isBeanConstrained();
        }
    };

    private Validation() {}

    static Validator validator() {
        return Loaded.VALIDATOR;
    }

    /** Checks a value that was read, or the elements of it. */
    static void value(@Nullable Object value, @Nullable JsonShape shape, JsonPlace place) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                place.enter(i);
                value(list.get(i), shape == null ? null : shape.below(null), place);
                place.leave();
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> e : map.entrySet()) {
                place.enter(String.valueOf(e.getKey()));
                value(e.getValue(), shape == null ? null : shape.below(null), place);
                place.leave();
            }
        } else if (value != null && isConstrained(value.getClass())) {
            add(Loaded.VALIDATOR.validate(value), shape, place);
        }
    }

    static boolean isConstrained(Class<?> c) {
        return CONSTRAINED.get(c);
    }

    /** Checks what would become a property of something that cannot be made. */
    static void property(
            Class<?> bean, String name, @Nullable Object value, @Nullable JsonShape shape, JsonPlace place) {
        if (!isConstrained(bean)) {
            return;
        }
        if (Loaded.VALIDATOR.getConstraintsForClass(bean).getConstraintsForProperty(name) == null) {
            return;
        }
        for (ConstraintViolation<?> v : sorted(Loaded.VALIDATOR.validateValue(bean, name, value))) {
            var nodes = v.getPropertyPath().iterator();
            nodes.next(); // the property, where the place is already
            place.errors.add(
                    new FieldError("body", joined(place.path(), JsonShape.path(shape, nodes)), v.getMessage()));
        }
    }

    private static void add(
            Set<? extends ConstraintViolation<?>> violations, @Nullable JsonShape shape, JsonPlace place) {
        for (ConstraintViolation<?> v : sorted(violations)) {
            String below = JsonShape.path(shape, v.getPropertyPath().iterator());
            place.errors.add(new FieldError("body", joined(place.path(), below), v.getMessage()));
        }
    }

    static String joined(String path, String below) {
        return path.isEmpty() ? below : below.isEmpty() || below.startsWith("[") ? path + below : path + "." + below;
    }

    /** In an order that does not depend on hash codes. */
    static List<ConstraintViolation<?>> sorted(Set<? extends ConstraintViolation<?>> violations) {
        List<ConstraintViolation<?>> all = new ArrayList<>(violations);
        all.sort(Comparator.comparing(
                        (ConstraintViolation<?> v) -> v.getPropertyPath().toString())
                .thenComparing(ConstraintViolation::getMessage));
        return all;
    }

    // ---- without loading it --------------------------------------------------------------------

    /** Whether a class, or what it inherits from, says anything about what is valid. */
    static boolean mentions(Class<?> c) {
        if (c.getName().startsWith("java.") || c.isPrimitive() || c.isArray()) {
            return false;
        }
        if (says(c)) {
            return true;
        }
        for (Field f : c.getDeclaredFields()) {
            if (says(f) || says(f.getAnnotatedType())) {
                return true;
            }
        }
        for (Method m : c.getDeclaredMethods()) {
            if (mentions(m)) {
                return true;
            }
        }
        for (Class<?> i : c.getInterfaces()) {
            if (mentions(i)) {
                return true;
            }
        }
        return c.getSuperclass() != null && mentions(c.getSuperclass());
    }

    private static boolean mentions(Executable e) {
        if (says(e) || says(e.getAnnotatedReturnType())) {
            return true;
        }
        for (AnnotatedElement p : e.getParameters()) {
            if (says(p)) {
                return true;
            }
        }
        for (AnnotatedType t : e.getAnnotatedParameterTypes()) {
            if (says(t)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(AnnotatedElement element) {
        for (Annotation a : element.getAnnotations()) {
            if (a instanceof Valid || says(a.annotationType())) {
                return true;
            }
        }
        if (element instanceof AnnotatedParameterizedType p) {
            for (AnnotatedType argument : p.getAnnotatedActualTypeArguments()) {
                if (says(argument)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean says(Class<? extends Annotation> type) {
        return type.isAnnotationPresent(Constraint.class) || type.getName().endsWith("$List"); // several of one kind
    }
}
