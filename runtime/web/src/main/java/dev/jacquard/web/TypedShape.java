package dev.jacquard.web;

import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One of several types, which a property tells ({@code @JsonTypeInfo}). Told otherwise, it is Jackson's alone. */
final class TypedShape extends JsonShape {
    private final JavaType base;
    private final TypeDeserializer byId;
    private final Map<String, JsonShape> shapes = new ConcurrentHashMap<>();

    TypedShape(JavaType base, TypeDeserializer byId) {
        this.base = base;
        this.byId = byId;
    }

    private boolean isTold() {
        As as = byId.getTypeInclusion();
        return (as == As.PROPERTY || as == As.EXISTING_PROPERTY)
                && !byId.hasDefaultImpl()
                && byId.getPropertyName() != null
                && byId.getClass().getSimpleName().equals("AsPropertyTypeDeserializer");
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        if (!isTold()) {
            ScalarShape.read(base, node, place);
            return;
        }
        if (!node.isObject()) {
            place.wanted("an object", node);
            return;
        }
        String property = byId.getPropertyName();
        JsonNode id = node.get(property);
        place.enter(property);
        JsonShape shape = null;
        if (id == null) {
            place.wrong("is missing");
        } else if (!id.isTextual()) {
            place.wanted("a text", id);
        } else {
            shape = shape(id.textValue());
            if (shape == null) {
                place.wanted("one of " + known(), id);
            }
        }
        place.leave();
        if (shape != null) {
            shape.check(node, place);
        }
    }

    private String known() {
        String described = byId.getTypeIdResolver().getDescForKnownTypeIds();
        return described == null ? "the known types" : described.replaceAll("[\\[\\]]", "");
    }

    private @Nullable JsonShape shape(String id) {
        JsonShape known = shapes.get(id);
        if (known == null) {
            known = make(id);
            if (known != null) {
                shapes.put(id, known);
            }
        }
        return known;
    }

    private @Nullable JsonShape make(String id) {
        try {
            var context = Json.context(null);
            JavaType type = byId.getTypeIdResolver().typeFromId(context, id);
            if (type == null || !base.getRawClass().isAssignableFrom(type.getRawClass())) {
                return null;
            }
            if (type.getClass() == base.getClass() && !type.hasGenericTypes()) {
                type = context.constructSpecializedType(base, type.getRawClass());
            }
            return new JsonShapes(context).of(type, context.findContextualValueDeserializer(type, null), null, null);
        } catch (JsonMappingException e) {
            throw new IllegalStateException("Cannot read " + base + " of the type " + id, e);
        } catch (IOException e) {
            return null; // nothing of that name
        }
    }
}
