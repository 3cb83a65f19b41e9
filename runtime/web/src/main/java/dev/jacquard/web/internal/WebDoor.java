package dev.jacquard.web.internal;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** What the client uses of {@code dev.jacquard.web} that is not for users. */
public abstract class WebDoor {
    private static @Nullable WebDoor door;

    protected WebDoor() {}

    /** The one there is. */
    public static synchronized WebDoor get() {
        WebDoor d = door;
        if (d == null) {
            d = open();
            door = d;
        }
        return d;
    }

    private static WebDoor open() {
        try {
            var made = Class.forName("dev.jacquard.web.OpenDoor").getDeclaredConstructor();
            made.setAccessible(true);
            return (WebDoor) made.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("dev.jacquard.web is not whole", e);
        }
    }

    /**
     * Writes JSON.
     *
     * @throws IllegalArgumentException if the value cannot be written
     */
    public abstract byte[] writeJson(@Nullable Object value);

    /**
     * Reads JSON.
     *
     * @throws UnreadableException if it is none, or not what the type wants
     */
    public abstract Object readJson(byte[] json, Type type);

    /** The type of lists. */
    public abstract Type listOf(Class<?> element);

    /** Says what is wrong with JSON, and where. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With the cause whose message it has. */
        public UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
