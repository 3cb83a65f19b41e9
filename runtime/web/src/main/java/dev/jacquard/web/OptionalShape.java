package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Something that may be null. */
final class OptionalShape extends JsonShape {
    private final JsonShape inner;

    OptionalShape(JsonShape inner) {
        this.inner = inner;
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        inner.check(node, place);
    }

    @Override
    @Nullable
    JsonShape below(@Nullable String javaName) {
        return inner.below(javaName);
    }

    @Override
    String jsonName(String javaName) {
        return inner.jsonName(javaName);
    }
}
