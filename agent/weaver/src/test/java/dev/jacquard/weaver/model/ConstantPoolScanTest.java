package dev.jacquard.weaver.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ConstantPoolScanTest {
    @Test
    void findsTheNameWhereverItStands() {
        assertThat(mentions("dev/jacquard/")).isTrue();
        assertThat(mentions("xdev/jacquard/")).isTrue();
        assertThat(mentions("Ldev/jacquard/Coroutine;")).isTrue();
        assertThat(mentions("dev/dev/jacquard/x")).isTrue();
        assertThat(mentions("dev/jacquarddev/jacquard/")).isTrue();
        assertThat(mentions("dev/jacquard")).isFalse();
        assertThat(mentions("dev.jacquard.")).isFalse();
        assertThat(mentions("")).isFalse();
    }

    @Test
    void theMarkIsNotJustAnyMention() {
        assertThat(ConstantPoolScan.isWoven("..Ldev/jacquard/woven/WovenClass;..".getBytes(ISO_8859_1)))
                .isTrue();
        assertThat(ConstantPoolScan.isWoven("..Ldev/jacquard/woven/WovenMethod;..".getBytes(ISO_8859_1)))
                .isFalse();
    }

    @Property
    void agreesWithAPlainSearch(
            @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'f') String before,
            @ForAll @StringLength(max = 13) String cut,
            @ForAll boolean there) {
        String text = before + (there ? "dev/jacquard/" : "dev/jacquar/") + cut + "dev/jac" + before;
        assertThat(mentions(text)).isEqualTo(text.contains("dev/jacquard/"));
    }

    private static boolean mentions(String text) {
        return ConstantPoolScan.mentionsJacquard(text.getBytes(ISO_8859_1));
    }
}
