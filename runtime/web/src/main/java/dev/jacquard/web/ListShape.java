package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** An array. */
final class ListShape extends JsonShape {
    private final JsonShape element;
    private final boolean mayBeNull;

    ListShape(JsonShape element, boolean mayBeNull) {
        this.element = element;
        this.mayBeNull = mayBeNull;
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        if (!node.isArray()) {
            place.wanted("an array", node);
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            place.enter(i);
            check(element, mayBeNull, node.get(i), place);
            place.leave();
        }
    }

    @Override
    JsonShape below(@Nullable String javaName) {
        return element;
    }
}
