package dev.jacquard.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding that refuses what it does not understand. */
final class Percent {
    private Percent() {}

    /**
     * Decodes a part of a path; {@code +} stays.
     *
     * @throws HttpProblem 400 for a broken escape or what is not UTF-8
     */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                if (c > 0xff) {
                    throw bad();
                }
                bytes.put((byte) c);
            } else {
                int high = digit(text, i + 1);
                int low = digit(text, i + 2);
                if (high < 0 || low < 0) {
                    throw bad();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw bad();
        }
    }

    private static int digit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }

    private static HttpProblem bad() {
        return new HttpProblem(400, "The address has a broken percent-encoding, or is not UTF-8");
    }
}
