package dev.jacquard.samples.kv.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    private static boolean matches(String pattern, String text) {
        return new Glob(pattern.getBytes(UTF_8)).matches(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "h?llo, hello, true",
        "h?llo, hllo, false",
        "h*llo, heeeello, true",
        "*lo, hello, true",
        "*l, hello, false",
        "h[ae]llo, hallo, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "h[a-c]llo, hdllo, false",
        "h\\*llo, h*llo, true",
        "h\\*llo, hello, false",
        "[\\]], ], true",
        "a\\, a\\, true",
        "[abc, c, true",
        "[, a, false",
        "*a*b*c, xaxbxbxc, true",
        "*a*b*c, xaxcxb, false",
    })
    void followsTheRulesOfRedis(String pattern, String text, boolean expected) {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    /** Takes for ever where each star tries all ends. */
    @Test
    void hostilePatternsAreQuick() {
        assertThat(matches("a*".repeat(1000) + "b", "a".repeat(10_000))).isFalse();
    }
}
