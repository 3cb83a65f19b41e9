package dev.jacquard.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of docs/vertx.md is a part of a source file that is compiled and tested. */
class DocsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- (\\S+)#(\\S+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

    record Example(String file, String name, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> examples() throws IOException {
        Matcher m = EXAMPLE.matcher(Files.readString(ROOT.resolve("docs/vertx.md")));
        return m.results().map(r -> new Example(r.group(1), r.group(2), r.group(3)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isWhatIsTested(Example example) throws IOException {
        String source = Files.readString(ROOT.resolve(example.file()));
        Matcher m =
                Pattern.compile(
                                "^( *)// doc: " + Pattern.quote(example.name()) + "\\n(.*?)// end",
                                Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(source);
        assertThat(m.find()).as("// doc: %s in %s", example.name(), example.file()).isTrue();
        String code = m.group(2).stripTrailing().replaceAll("(?m)^" + m.group(1), "") + "\n";
        assertThat(example.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @MethodSource("documented")
    void hasExamples(String text) {
        assertThat(EXAMPLE.matcher(text).results().count())
                .as("each block of Java is an example")
                .isEqualTo(Pattern.compile("```java").matcher(text).results().count())
                .isGreaterThan(5);
    }

    static Stream<String> documented() throws IOException {
        return Stream.of(Files.readString(ROOT.resolve("docs/vertx.md")));
    }
}
