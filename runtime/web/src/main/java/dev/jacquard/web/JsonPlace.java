package dev.jacquard.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where one is in a JSON text, and what was found to be wrong. */
final class JsonPlace {
    private static final int SHOWN = 40;

    final List<FieldError> errors = new ArrayList<>();

    /** Whether every part is read by itself, so that all that is wrong is found. */
    boolean isThorough;

    /** Whether constraints count here: from the top as far as {@code @Valid} goes. */
    boolean isConstrained = true;

    private Object[] steps = new Object[16];
    private int depth;

    /** Goes into a property or an element. */
    void enter(Object step) {
        if (depth == steps.length) {
            steps = Arrays.copyOf(steps, 2 * depth);
        }
        steps[depth++] = step;
    }

    void leave() {
        depth--;
    }

    /** {@code items[0].price}. */
    String path() {
        String path = "";
        for (int i = 0; i < depth; i++) {
            path = below(path, steps[i]);
        }
        return path;
    }

    /** The path of a property or an element. */
    static String below(String path, Object step) {
        return step instanceof Integer ? path + "[" + step + "]" : path.isEmpty() ? (String) step : path + "." + step;
    }

    void wrong(String message) {
        errors.add(new FieldError("body", path(), message));
    }

    /** Says what is wanted, and what is there. */
    void wanted(String what, JsonNode node) {
        wrong("must be " + what + ", not " + show(node));
    }

    static String show(JsonNode node) {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "an array";
        }
        String text = node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }
}
