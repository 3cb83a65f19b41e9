package dev.jacquard.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of a scenario: an instruction, a handler, an awaitable. */
record Node(Map<String, @Nullable Object> fields) {
    @SuppressWarnings("unchecked") // JSON objects have string keys
    static Node of(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return new Node((Map<String, @Nullable Object>) map);
        }
        throw new IllegalArgumentException("a JSON object was expected: " + Json.print(json));
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    @Nullable
    Object get(String field) {
        return fields.get(field);
    }

    String text(String field) {
        if (get(field) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a string " + field + " was expected: " + Json.print(fields));
    }

    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(get(field));
    }

    /** The field's list; empty if there is no such field. */
    List<@Nullable Object> values(String field) {
        Object value = get(field);
        return value == null ? List.of() : Json.list(value);
    }

    /** The field's list of objects; empty if there is no such field. */
    List<Node> nodes(String field) {
        List<Node> nodes = new ArrayList<>();
        for (Object value : values(field)) {
            nodes.add(of(value));
        }
        return nodes;
    }

    /** The field's list of strings; empty if there is no such field. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Object value : values(field)) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }
}
