package dev.jacquard.web;

import dev.jacquard.web.internal.WebDoor;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the client gets of this package; {@link WebDoor} finds it by its name. */
final class OpenDoor extends WebDoor {
    OpenDoor() {}

    @Override
    public byte[] writeJson(@Nullable Object value) {
        return Json.write(value);
    }

    @Override
    public Object readJson(byte[] json, Type type) {
        try {
            return Json.<Object>read(json, type);
        } catch (HttpProblem e) {
            throw new UnreadableException(HttpProblem.explain(e), e);
        }
    }

    @Override
    public Type listOf(Class<?> element) {
        return Json.MAPPER.getTypeFactory().constructCollectionType(List.class, element);
    }
}
