package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON as the web layer reads and writes it, by Jackson: nothing is taken for something else. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder(new FiniteNumbers())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("jacquard").addDeserializer(Object.class, new AnyValue()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyObject, CoercionAction.Fail))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Numbers are as they were written. */
    private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)' for");

    /** How values of a class are written. */
    private static final ClassValue<ObjectWriter> WRITERS = new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> c) {
            return MAPPER.writerFor(c);
        }
    };

    private Json() {}

    // ---- writing -------------------------------------------------------------------------------

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    static byte[] write(@Nullable Object value) {
        return write(value, value == null ? MAPPER.writer() : WRITERS.get(value.getClass()));
    }

    /** Writes a value of a declared type, which may know more than the value's class; see {@link #write(Object)}. */
    static byte[] write(@Nullable Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            String what = value == null ? "null" : value.getClass().getName();
            throw new IllegalArgumentException("Cannot write " + what + " as JSON" + where(e), e);
        }
    }

    private static String where(JsonProcessingException e) {
        String path = "";
        if (e instanceof JsonMappingException m) {
            for (JsonMappingException.Reference r : m.getPath()) {
                path = JsonPlace.below(path, r.getFieldName() != null ? r.getFieldName() : (Object) r.getIndex());
            }
        }
        return (path.isEmpty() ? ": " : ": " + path + ": ") + e.getOriginalMessage();
    }

    /** An enum's constant as it is written. */
    static String name(Enum<?> constant) {
        return MAPPER.convertValue(constant, JsonNode.class).asText();
    }

    // ---- reading -------------------------------------------------------------------------------

    /**
     * Reads a value.
     *
     * @throws HttpProblem 400 if it is no JSON, 422 with all errors if it is not what the type wants
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // null only where the JSON is
    static <T> T read(byte[] json, Type type) {
        List<FieldError> errors = new ArrayList<>();
        Object value = JsonType.of(type).read(json, errors);
        if (!errors.isEmpty()) {
            throw HttpProblem.invalid(errors);
        }
        return (T) value;
    }

    /**
     * Reads JSON as it is.
     *
     * @throws HttpProblem 400 if it is none
     */
    static JsonNode tree(byte[] json) {
        JsonNode tree;
        try {
            tree = TREE.readValue(json);
        } catch (MismatchedInputException e) {
            Matcher m = DUPLICATE.matcher(e.getOriginalMessage());
            String duplicate = m.find() ? m.group(1) : null;
            throw new HttpProblem(
                    400,
                    duplicate != null
                            ? "The body has the property \"" + duplicate + "\" twice"
                            : "The body is no JSON: something follows its end");
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "The body is no JSON: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new HttpProblem(400, "The body is no JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
        if (tree == null || tree.isMissingNode()) {
            throw new HttpProblem(400, "The body is no JSON: it is empty");
        }
        return tree;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Goes through what was read already; stands at the first token. */
    static JsonParser tokens(JsonNode node) throws IOException {
        JsonParser parser = MAPPER.treeAsTokens(node);
        parser.nextToken();
        return parser;
    }

    /** What Jackson's parts want to know of one another. */
    static DeserializationContext context(@Nullable JsonParser parser) {
        return ((DefaultDeserializationContext) MAPPER.getDeserializationContext())
                .createInstance(MAPPER.getDeserializationConfig(), parser, null);
    }

    static JavaType type(Type type) {
        return MAPPER.constructType(type);
    }
}
