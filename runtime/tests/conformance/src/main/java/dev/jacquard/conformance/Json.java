package dev.jacquard.conformance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as plain values: null, Boolean, Long, Double, String, List, Map. */
final class Json {
    private static final Gson PRINTER =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Json() {}

    static @Nullable Object parse(String text) {
        return plain(JsonParser.parseString(text));
    }

    static String print(@Nullable Object value) {
        return PRINTER.toJson(value);
    }

    @SuppressWarnings("unchecked") // any element type will do
    static List<@Nullable Object> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new IllegalArgumentException("a JSON list was expected: " + print(json));
    }

    private static @Nullable Object plain(JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (json.isJsonArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.getAsJsonArray().forEach(x -> list.add(plain(x)));
            return list;
        }
        if (json.isJsonObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.getAsJsonObject().entrySet().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return map;
        }
        JsonPrimitive primitive = json.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        if (primitive.isString()) {
            return primitive.getAsString();
        }
        double number = primitive.getAsDouble();
        return number == Math.rint(number)
                ? (Object) primitive.getAsBigDecimal().longValue()
                : number;
    }
}
