package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first sentence of a comment stands alone, in tool tips and indexes: it says what the thing is. */
class JavadocTest {
    private static final Pattern LEANS_ON_ANOTHER = Pattern.compile(
            "/\\*\\*\\s+(?:\\* )?The same(?:[,:.]| (?:as|but|for|from|in|on|once|with|without|when)\\b)");

    private static boolean leans(String source) {
        return LEANS_ON_ANOTHER.matcher(source).find();
    }

    @Test
    void noCommentBeginsWithTheSame() throws IOException {
        Path project = Page.project();
        try (Stream<Path> files = Files.walk(project)) {
            List<Path> sources = files.filter(
                            f -> project.relativize(f).toString().matches("(?!target/|.*/target/).*src/main/.*\\.java"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(300);
            for (Path source : sources) {
                assertThat(leans(Files.readString(source))).as("%s", source).isFalse();
            }
        }
    }

    @Test
    void suchCommentsAreFound() {
        assertThat(leans("    /** The same with a name. */")).isTrue();
        assertThat(leans("    /**\n     * The same, but later.\n     */")).isTrue();
        assertThat(leans("/** The same file is asked of several servers. */")).isFalse();
        assertThat(leans("/** Gives the same for each. */")).isFalse();
    }
}
