package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A page of the documentation. A comment above each block of Java says from which source it is
 * taken, which is compiled and tested, or that there is none:
 *
 * <pre>{@code
 * <!-- runtime/net/src/test/java/dev/jacquard/net/ExamplesTest.java#client -->
 * <!-- not quoted -->
 * }</pre>
 *
 * <p>In the source, the part lies between {@code // doc: client} and {@code // end}.
 */
public final class DocsPage {
    private static final Path PROJECT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile("```java$", Pattern.MULTILINE);
    private static final Pattern NOT_QUOTED =
            Pattern.compile("^<!-- not quoted -->\\n```java$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE =
            Pattern.compile(
                    "^<!-- (\\S+)#(\\S+) -->\\n```java\\n(.*?)```$",
                    Pattern.DOTALL | Pattern.MULTILINE);

    private final Path project;
    private final String text;

    DocsPage(Path project, String name) throws IOException {
        this.project = project;
        text = Files.readString(project.resolve(name));
    }

    /**
     * A page, for a test that runs in the folder of a module in {@code runtime}.
     *
     * @param name its path below the project's folder, such as {@code docs/net.md}
     * @throws IOException if it cannot be read
     */
    public static DocsPage of(String name) throws IOException {
        return new DocsPage(PROJECT, name);
    }

    /** What the page says. */
    public String text() {
        return text;
    }

    /** One that compares each example with its source, and one that no block is without a mark. */
    public Stream<DynamicTest> tests() {
        return Stream.concat(
                examples().stream()
                        .map(e -> DynamicTest.dynamicTest(e.name(), () -> e.check(project))),
                Stream.of(DynamicTest.dynamicTest("blocks without a mark", this::checkMarks)));
    }

    List<Example> examples() {
        return EXAMPLE.matcher(text)
                .results()
                .map(r -> new Example(r.group(1), r.group(2), r.group(3)))
                .toList();
    }

    private void checkMarks() {
        assertThat(count(EXAMPLE) + count(NOT_QUOTED))
                .as("blocks of Java that say where they are from, or that they are from nowhere")
                .isEqualTo(count(BLOCK));
        assertThat(examples()).as("examples").isNotEmpty();
    }

    private long count(Pattern pattern) {
        return pattern.matcher(text).results().count();
    }
}
