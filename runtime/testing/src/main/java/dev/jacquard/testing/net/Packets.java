package dev.jacquard.testing.net;

import java.nio.charset.StandardCharsets;

/** What arrives at a host, as the story shows it. */
final class Packets {
    private static final int SHOWN = 60;

    private Packets() {}

    /** For the story. */
    static String text(byte[] bytes) {
        int n = Math.min(bytes.length, SHOWN);
        StringBuilder s = new StringBuilder("\"");
        for (char c : new String(bytes, 0, n, StandardCharsets.UTF_8).toCharArray()) {
            if (c == '\n') {
                s.append("\\n");
            } else {
                s.append(c < ' ' || c == 0xFFFD ? '.' : c);
            }
        }
        return s.append('"')
                .append(n < bytes.length ? "... (" + bytes.length + " bytes)" : "")
                .toString();
    }
}
