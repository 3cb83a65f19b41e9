package dev.jacquard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** JSON as the web layer reads and writes it, by Jackson. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    static byte[] write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    /**
     * Reads a value.
     *
     * @throws HttpProblem 400 if it is no JSON, 422 if it is not what the type wants
     */
    static <T> T read(byte[] json, Type type) {
        JavaType wanted = MAPPER.constructType(type);
        try {
            return MAPPER.readValue(json, wanted);
        } catch (JsonProcessingException e) {
            throw new HttpProblem(400, "The body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e); // from memory
        }
    }
}
