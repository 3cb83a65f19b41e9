package dev.jacquard.web;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A type as which JSON is read: all that can be known beforehand. */
final class JsonType {
    private static final Map<Type, JsonType> KNOWN = new ConcurrentHashMap<>();

    final JsonShape shape;
    private final JavaType type;
    private final ObjectReader reader;
    private final boolean mayBeNull;

    private JsonType(JavaType type, @Nullable AnnotatedType annotated, boolean mayBeNull) {
        this.type = type;
        this.reader = Json.MAPPER.readerFor(type);
        this.mayBeNull = mayBeNull || JsonShapes.isOptional(type) || type.isJavaLangObject();
        try {
            this.shape = new JsonShapes(Json.context(null)).of(type, annotated);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "JSON cannot be read as " + type.toCanonical() + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * A type.
     *
     * @throws IllegalArgumentException if nothing can be read as such
     */
    static JsonType of(Type type) {
        JsonType known = KNOWN.get(type);
        if (known == null) {
            known = new JsonType(Json.MAPPER.constructType(type), null, false);
            KNOWN.put(type, known);
        }
        return known;
    }

    /** The type of a parameter, whose annotations are known. */
    static JsonType of(JavaType type, AnnotatedType annotated, boolean mayBeNull) {
        return new JsonType(type, annotated, mayBeNull);
    }

    /**
     * Reads a value.
     *
     * @param errors where the errors go
     * @return null if there are some
     * @throws HttpProblem 400 if it is no JSON
     */
    @Nullable
    Object read(byte[] json, List<FieldError> errors) {
        JsonNode tree = Json.tree(json);
        JsonPlace place = new JsonPlace();
        JsonShape.check(shape, mayBeNull, tree, place);
        if (place.errors.isEmpty()) {
            Object value = bind(tree, place);
            if (place.errors.isEmpty()) {
                Validation.value(value, shape, place);
                errors.addAll(place.errors);
                return place.errors.isEmpty() ? value : null;
            }
        }
        JsonPlace thorough = new JsonPlace();
        thorough.isThorough = true;
        JsonShape.check(shape, mayBeNull, tree, thorough);
        errors.addAll(thorough.errors.isEmpty() ? place.errors : thorough.errors);
        return null;
    }

    private @Nullable Object bind(JsonNode tree, JsonPlace place) {
        try {
            return reader.readValue(tree);
        } catch (IOException | RuntimeException e) {
            JsonFailures.add(e, type, tree, place);
            return null;
        }
    }
}
