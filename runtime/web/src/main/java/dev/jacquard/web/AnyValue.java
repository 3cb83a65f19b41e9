package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is wanted as {@code Object}: maps, lists, and numbers as {@code Double} that were read exactly. */
final class AnyValue extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1;

    AnyValue() {
        super(Object.class);
    }

    @Override
    public @Nullable Object deserialize(JsonParser p, DeserializationContext c) throws IOException {
        return switch (p.currentToken()) {
            case START_OBJECT -> map(p, c);
            case START_ARRAY -> list(p, c);
            case VALUE_NUMBER_FLOAT -> finite(p);
            case VALUE_NUMBER_INT -> p.getNumberValue();
            case VALUE_STRING -> p.getText();
            case VALUE_TRUE, VALUE_FALSE -> p.getBooleanValue();
            case VALUE_NULL -> null;
            default -> c.handleUnexpectedToken(Object.class, p);
        };
    }

    private Map<String, @Nullable Object> map(JsonParser p, DeserializationContext c) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String name = p.currentName();
            p.nextToken();
            map.put(name, deserialize(p, c));
        }
        return map;
    }

    private List<@Nullable Object> list(JsonParser p, DeserializationContext c) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
            list.add(deserialize(p, c));
        }
        return list;
    }

    private static Double finite(JsonParser p) throws IOException {
        BigDecimal exact = p.getDecimalValue();
        double d = exact.doubleValue();
        if (Double.isInfinite(d)) {
            throw JsonMappingException.from(p, "must be a number that a double can hold");
        }
        return d;
    }
}
