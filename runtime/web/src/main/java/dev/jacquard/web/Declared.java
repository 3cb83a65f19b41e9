package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.validation.Valid;
import jakarta.ws.rs.DefaultValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How a property is declared in Java.
 *
 * @param javaName its name there
 * @param type its type with the annotations of all parts
 * @param isCascaded whether it is {@code @Valid}, or its elements are
 * @param defaultText of {@code @DefaultValue}
 */
record Declared(
        String javaName,
        @Nullable AnnotatedType type,
        boolean isNullable,
        boolean isCascaded,
        @Nullable String defaultText) {

    static Declared of(SettableBeanProperty p) {
        AnnotatedMember member = p.getMember();
        if (member instanceof AnnotatedParameter a
                && a.getOwner().getAnnotated() instanceof Executable executable
                && a.getIndex() < executable.getParameterCount()) {
            return of(p, executable, a.getIndex());
        }
        if (member != null && member.getAnnotated() instanceof Field field) {
            return of(
                    field.getName(),
                    field,
                    field.getAnnotatedType(),
                    Nullness.isNullable(field, field.getAnnotatedType()));
        }
        if (member != null && member.getAnnotated() instanceof Method method) {
            String name = method.getName();
            String javaName = isSetter(name) ? Character.toLowerCase(name.charAt(3)) + name.substring(4) : name;
            AnnotatedType type = Nullness.type(method);
            return of(javaName, method, type, Nullness.isNullable(method, type));
        }
        return new Declared(p.getName(), null, false, false, null);
    }

    private static Declared of(SettableBeanProperty p, Executable executable, int index) {
        Parameter parameter = executable.getParameters()[index];
        RecordComponent component = Nullness.component(executable, index);
        boolean isNullable = Nullness.isNullable(parameter);
        if (component == null) {
            return of(p.getName(), parameter, parameter.getAnnotatedType(), isNullable);
        }
        return of(component.getName(), Nullness.field(component), component.getAnnotatedType(), isNullable);
    }

    private static Declared of(String name, AnnotatedElement element, AnnotatedType type, boolean isNullable) {
        DefaultValue value = element.getAnnotation(DefaultValue.class);
        return new Declared(name, type, isNullable, isCascaded(element, type), value == null ? null : value.value());
    }

    private static boolean isSetter(String name) {
        return name.startsWith("set") && name.length() > 3;
    }

    private static boolean isCascaded(AnnotatedElement element, AnnotatedType type) {
        if (element.getAnnotation(Valid.class) != null || type.getAnnotation(Valid.class) != null) {
            return true;
        }
        if (type instanceof AnnotatedParameterizedType p) {
            for (AnnotatedType argument : p.getAnnotatedActualTypeArguments()) {
                if (isCascaded(argument, argument)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What the property is if it is missing. */
    @Nullable
    JsonNode defaultValue(SettableBeanProperty p) {
        String text = defaultText;
        if (text == null) {
            return null;
        }
        Class<?> c = p.getType().getRawClass();
        boolean isText =
                (!c.isPrimitive() && !Number.class.isAssignableFrom(c) && c != Boolean.class) || c == char.class;
        if (isText) {
            return TextNode.valueOf(text);
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("@DefaultValue(\"" + text + "\") of " + p + " is no " + c.getName(), e);
        }
    }
}
