package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object with any properties of one kind. */
final class MapShape extends JsonShape {
    private final JsonShape value;
    private final boolean mayBeNull;

    MapShape(JsonShape value, boolean mayBeNull) {
        this.value = value;
        this.mayBeNull = mayBeNull;
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        if (!node.isObject()) {
            place.wanted("an object", node);
            return;
        }
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            place.enter(e.getKey());
            check(value, mayBeNull, e.getValue(), place);
            place.leave();
        }
    }

    @Override
    JsonShape below(@Nullable String javaName) {
        return value;
    }
}
