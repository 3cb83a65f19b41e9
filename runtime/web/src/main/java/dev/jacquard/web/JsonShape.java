package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What JSON has to be like for a Java type. Jackson would make 7 of {@code "7"} and of 7.9, and 0 of an {@code int}
 * that is not there: so it is looked at first, all of it, and then read.
 */
abstract class JsonShape {
    /** Says what is wrong with a value that is there and not null, unless it is checked by reading it. */
    abstract void check(JsonNode node, JsonPlace place);

    /** What is checked of something below: of a property by its Java name, or of elements for null. */
    @Nullable
    JsonShape below(@Nullable String javaName) {
        return null;
    }

    /** A property's name in JSON. */
    String jsonName(String javaName) {
        return javaName;
    }

    /** An element or property that may be null. */
    static void check(@Nullable JsonShape shape, boolean mayBeNull, JsonNode node, JsonPlace place) {
        if (node.isNull()) {
            if (!mayBeNull) {
                place.wrong("must not be null");
            }
        } else if (shape != null) {
            shape.check(node, place);
        }
    }

    /** Where a constraint is violated, in the words of JSON. */
    static String path(@Nullable JsonShape root, Iterator<Path.Node> nodes) {
        JsonShape shape = root;
        String path = "";
        while (nodes.hasNext()) {
            Path.Node node = nodes.next();
            if (node.isInIterable()) {
                Object step = node.getIndex() != null ? node.getIndex() : node.getKey();
                path = step == null
                        ? path + "[]"
                        : JsonPlace.below(path, step instanceof Integer ? step : String.valueOf(step));
                shape = shape == null ? null : shape.below(null);
            }
            String name = node.getName();
            if (name != null && !name.startsWith("<")) {
                path = JsonPlace.below(path, shape == null ? name : shape.jsonName(name));
                shape = shape == null ? null : shape.below(name);
            }
        }
        return path;
    }
}
