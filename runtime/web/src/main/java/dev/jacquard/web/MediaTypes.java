package dev.jacquard.web;

import org.jspecify.annotations.Nullable;

/** What Content-Type and Accept say. */
final class MediaTypes {
    private MediaTypes() {}

    /** A parameter's value, without quotes. */
    static @Nullable String parameter(@Nullable String header, String name) {
        if (header == null) {
            return null;
        }
        String[] parts = header.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                String value = part.substring(equals + 1).strip();
                boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return isQuoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return null;
    }
}
