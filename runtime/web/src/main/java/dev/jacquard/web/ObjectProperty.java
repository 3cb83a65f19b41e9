package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.CreatorProperty;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object.
 *
 * @param aliases other names that it may have
 * @param defaultValue what it is if it is not there, or null
 */
record ObjectProperty(
        SettableBeanProperty property,
        JsonShape shape,
        Declared declared,
        List<String> aliases,
        @Nullable JsonNode defaultValue) {
    String name() {
        return property.getName();
    }

    /** Its place among what the constructor takes. */
    int index() {
        return property instanceof CreatorProperty c ? c.getCreatorIndex() : Integer.MAX_VALUE;
    }

    @Nullable
    JsonNode find(ObjectNode object) {
        JsonNode node = object.get(name());
        for (int i = 0; node == null && i < aliases.size(); i++) {
            node = object.get(aliases.get(i));
        }
        return node;
    }

    /** What a constructor takes has to be there; what is set afterwards has a value already. */
    boolean mayBeMissing() {
        if (defaultValue != null) {
            return true;
        }
        return property instanceof CreatorProperty ? isOptional() : !property.isRequired();
    }

    boolean mayBeNull() {
        return property instanceof CreatorProperty
                ? isOptional()
                : !property.getType().isPrimitive();
    }

    private boolean isOptional() {
        return declared.isNullable() || JsonShapes.isOptional(property.getType());
    }
}
