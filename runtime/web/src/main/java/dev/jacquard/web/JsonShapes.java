package dev.jacquard.web;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JacksonStdImpl;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the shapes of Java types, by what Jackson really reads them with. */
final class JsonShapes {
    private final DeserializationContext context;
    private final Map<JsonDeserializer<?>, ObjectShape> objects = new IdentityHashMap<>();

    JsonShapes(DeserializationContext context) {
        this.context = context;
    }

    /**
     * The shape of a type.
     *
     * @param annotated the type with its annotations, if they are known
     */
    JsonShape of(JavaType type, @Nullable AnnotatedType annotated) throws JsonMappingException {
        return of(
                type,
                context.findContextualValueDeserializer(type, null),
                context.getFactory().findTypeDeserializer(context.getConfig(), type),
                annotated);
    }

    JsonShape of(
            JavaType type,
            JsonDeserializer<?> reader,
            @Nullable TypeDeserializer byId,
            @Nullable AnnotatedType annotated)
            throws JsonMappingException {
        if (byId != null) {
            return new TypedShape(type, byId);
        }
        if (reader instanceof BeanDeserializerBase bean) {
            return ObjectShape.isPlain(bean) ? object(type, bean) : new ScalarShape(ScalarShape.Kind.ANY, type, reader);
        }
        if (reader instanceof ReferenceTypeDeserializer) {
            return new OptionalShape(of(type.getReferencedType(), argument(annotated, 0)));
        }
        if (reader instanceof ContainerDeserializerBase<?> container && isKnown(type)) {
            return container(type, container, annotated);
        }
        return new ScalarShape(ScalarShape.Kind.of(type, reader), type, reader);
    }

    private JsonShape object(JavaType type, BeanDeserializerBase bean) throws JsonMappingException {
        ObjectShape known = objects.get(bean);
        if (known != null) {
            return known;
        }
        ObjectShape made = new ObjectShape(type, bean);
        objects.put(bean, made); // before its properties, which may be of its own type
        made.addProperties(this);
        return made;
    }

    private static boolean isKnown(JavaType type) {
        return type.isCollectionLikeType() || type.isMapLikeType() || type.isArrayType();
    }

    private JsonShape container(
            JavaType type, ContainerDeserializerBase<?> container, @Nullable AnnotatedType annotated)
            throws JsonMappingException {
        JavaType content = type.getContentType();
        AnnotatedType elements =
                type.isArrayType() ? element(annotated) : argument(annotated, type.isMapLikeType() ? 1 : 0);
        JsonDeserializer<?> reader = container.getContentDeserializer();
        if (reader == null) {
            reader = context.findContextualValueDeserializer(content, null);
        }
        TypeDeserializer byId = context.getFactory().findTypeDeserializer(context.getConfig(), content);
        JsonShape shape = of(content, reader, byId, elements);
        boolean mayBeNull = mayBeNull(content, elements);
        return type.isMapLikeType() ? new MapShape(shape, mayBeNull) : new ListShape(shape, mayBeNull);
    }

    /** Whether elements of a type may be null. */
    private static boolean mayBeNull(JavaType type, @Nullable AnnotatedType annotated) {
        return type.getRawClass() == Object.class
                || isOptional(type)
                || (annotated != null && Nullness.isNullable(annotated.getAnnotations()));
    }

    static boolean isOptional(JavaType type) {
        return (type.isReferenceType() && type.getRawClass() == Optional.class)
                || type.getRawClass().getName().startsWith("java.util.Optional");
    }

    static @Nullable AnnotatedType argument(@Nullable AnnotatedType annotated, int index) {
        return annotated instanceof AnnotatedParameterizedType p && index < p.getAnnotatedActualTypeArguments().length
                ? p.getAnnotatedActualTypeArguments()[index]
                : null;
    }

    private static @Nullable AnnotatedType element(@Nullable AnnotatedType annotated) {
        return annotated instanceof AnnotatedArrayType a ? a.getAnnotatedGenericComponentType() : null;
    }

    DeserializationContext context() {
        return context;
    }

    static boolean isStandard(JsonDeserializer<?> reader) {
        return reader.getClass().getAnnotation(JacksonStdImpl.class) != null;
    }
}
