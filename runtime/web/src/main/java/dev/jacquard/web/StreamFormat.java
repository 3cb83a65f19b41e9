package dev.jacquard.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How the items of a stream are written; the first one decides. */
enum StreamFormat {
    BYTES("application/octet-stream"),
    TEXT("text/plain; charset=utf-8"),
    EVENTS("text/event-stream"),
    LINES("application/x-ndjson");

    private final String contentType;

    StreamFormat(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The format of a stream.
     *
     * @param contentType what the response says, or null
     * @param first its first item, or null if it is empty
     */
    static StreamFormat of(@Nullable String contentType, @Nullable Object first) {
        boolean saysEvents = contentType != null && contentType.startsWith("text/event-stream");
        if (saysEvents || first instanceof ServerSentEvent) {
            return EVENTS;
        }
        return first instanceof byte[] ? BYTES : first == null || first instanceof String ? TEXT : LINES;
    }

    String contentType() {
        return contentType;
    }

    boolean isEvents() {
        return this == EVENTS;
    }

    byte[] encode(@Nullable Object item) {
        if (item instanceof byte[] bytes) {
            return bytes;
        }
        if (item instanceof ServerSentEvent event) {
            return event(event);
        }
        if (item instanceof String text) {
            return this == EVENTS ? event(ServerSentEvent.of(text)) : text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] json = Json.write(item);
        if (this == EVENTS) {
            return event(ServerSentEvent.of(new String(json, StandardCharsets.UTF_8)));
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 1);
        line.writeBytes(json);
        line.write('\n');
        return line.toByteArray();
    }

    private static byte[] event(ServerSentEvent event) {
        StringBuilder s = new StringBuilder();
        if (event.event() != null) {
            s.append("event: ").append(event.event()).append('\n');
        }
        if (event.id() != null) {
            s.append("id: ").append(event.id()).append('\n');
        }
        if (event.retry() != null) {
            s.append("retry: ").append(event.retry().toMillis()).append('\n');
        }
        for (String line : event.data().split("\r\n|\r|\n", -1)) {
            s.append("data: ").append(line).append('\n');
        }
        return s.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
