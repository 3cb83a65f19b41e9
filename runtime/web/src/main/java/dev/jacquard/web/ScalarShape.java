package dev.jacquard.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.UUID;

/** A value without parts, or one that only Jackson can look into. */
final class ScalarShape extends JsonShape {
    /** Exponents beyond those of IEEE's decimal128 serve nobody, and make arithmetic very slow. */
    private static final int LARGEST_EXPONENT = 6144;

    enum Kind {
        BYTE(Byte.MIN_VALUE, Byte.MAX_VALUE),
        SHORT(Short.MIN_VALUE, Short.MAX_VALUE),
        INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
        LONG(Long.MIN_VALUE, Long.MAX_VALUE),
        WHOLE(0, 0),
        FLOAT(0, 0),
        DOUBLE(0, 0),
        DECIMAL(0, 0),
        BOOLEAN(0, 0),
        STRING(0, 0),
        TEXT(0, 0), // of which something is made
        ANY(0, 0);

        private final long min;
        private final long max;

        Kind(long min, long max) {
            this.min = min;
            this.max = max;
        }

        static Kind of(JavaType type, JsonDeserializer<?> reader) {
            Class<?> c = type.getRawClass();
            String name = reader.getClass().getName();
            boolean isJacksons = name.startsWith("com.fasterxml.jackson.");
            if (!isJacksons) {
                return ANY;
            }
            if (JsonShapes.isStandard(reader)) {
                Kind known = number(c);
                if (known != ANY) {
                    return known;
                }
            }
            boolean isText = c.getName().startsWith("java.time.")
                    || c == UUID.class
                    || c == char.class
                    || c == Character.class
                    || c == byte[].class;
            return isText && !formatted(type) ? TEXT : ANY;
        }

        private static Kind number(Class<?> c) {
            if (c == String.class) {
                return STRING;
            } else if (c == int.class || c == Integer.class) {
                return INT;
            } else if (c == long.class || c == Long.class) {
                return LONG;
            } else if (c == boolean.class || c == Boolean.class) {
                return BOOLEAN;
            } else if (c == double.class || c == Double.class) {
                return DOUBLE;
            } else if (c == BigDecimal.class) {
                return DECIMAL;
            } else if (c == BigInteger.class) {
                return WHOLE;
            } else if (c == float.class || c == Float.class) {
                return FLOAT;
            } else if (c == short.class || c == Short.class) {
                return SHORT;
            }
            return c == byte.class || c == Byte.class ? BYTE : ANY;
        }

        private static boolean formatted(JavaType type) {
            return type.getRawClass().getAnnotation(JsonFormat.class) != null;
        }
    }

    private final Kind kind;
    private final JavaType type;
    private final JsonDeserializer<?> reader;

    ScalarShape(Kind kind, JavaType type, JsonDeserializer<?> reader) {
        this.kind = kind;
        this.type = type;
        this.reader = reader;
    }

    @Override
    void check(JsonNode node, JsonPlace place) {
        switch (kind) {
            case BYTE, SHORT, INT, LONG -> checkWhole(node, place);
            case WHOLE -> {
                if (!node.isIntegralNumber()) {
                    place.wanted("a whole number", node);
                }
            }
            case FLOAT, DOUBLE -> checkFloating(node, place);
            case DECIMAL -> checkDecimal(node, place);
            case BOOLEAN -> {
                if (!node.isBoolean()) {
                    place.wanted("true or false", node);
                }
            }
            case STRING -> {
                if (!node.isTextual()) {
                    place.wanted("a text", node);
                }
            }
            case TEXT -> {
                if (!node.isTextual()) {
                    place.wanted("a text", node);
                } else if (type.hasRawClass(LocalDate.class) && node.textValue().indexOf('T') >= 0) {
                    place.wanted(JsonFailures.wanted(LocalDate.class), node); // Jackson would drop the time
                } else if (place.isThorough) {
                    read(node, place);
                }
            }
            case ANY -> {
                if (place.isThorough) {
                    read(node, place);
                }
            }
        }
    }

    private void checkWhole(JsonNode node, JsonPlace place) {
        boolean fits = node.canConvertToLong() && node.longValue() >= kind.min && node.longValue() <= kind.max;
        if (!node.isIntegralNumber()) {
            place.wanted("a whole number", node);
        } else if (!fits) {
            place.wanted("a whole number from " + kind.min + " to " + kind.max, node);
        }
    }

    private void checkFloating(JsonNode node, JsonPlace place) {
        double value = kind == Kind.FLOAT ? node.floatValue() : node.doubleValue();
        if (!node.isNumber()) {
            place.wanted("a number", node);
        } else if (!Double.isFinite(value)) {
            place.wanted("a number that a " + (kind == Kind.FLOAT ? "float" : "double") + " can hold", node);
        }
    }

    private static void checkDecimal(JsonNode node, JsonPlace place) {
        if (!node.isNumber()) {
            place.wanted("a number", node);
        } else if (Math.abs((long) node.decimalValue().scale()) > LARGEST_EXPONENT) {
            place.wanted("a number with an exponent of at most " + LARGEST_EXPONENT, node);
        }
    }

    /** Reads it by itself, to see whether that goes. */
    private void read(JsonNode node, JsonPlace place) {
        try {
            JsonParser parser = Json.tokens(node);
            DeserializationContext context = Json.context(parser);
            reader.deserialize(parser, context);
        } catch (IOException | RuntimeException e) {
            JsonFailures.add(e, type, node, place);
        }
    }

    /** Reads a value of a type that only Jackson can look into. */
    static void read(JavaType type, JsonNode node, JsonPlace place) {
        if (place.isThorough) {
            try {
                Json.MAPPER.readerFor(type).readValue(node);
            } catch (IOException | RuntimeException e) {
                JsonFailures.add(e, type, node, place);
            }
        }
    }
}
