package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsPageTest {
    @TempDir Path project;

    @BeforeEach
    void source() throws IOException {
        Files.writeString(
                project.resolve("Source.java"),
                """
                class Source {
                    // doc: one
                    int one() {
                        return 1; // in the end

                    }

                    // end
                }
                """);
    }

    private static String block(String mark) {
        return """
        Words.

        %s
        ```java
        int one() {
            return 1; // in the end

        }
        ```
        """
                .formatted(mark);
    }

    private List<DynamicTest> tests(String page) throws IOException {
        Files.writeString(project.resolve("page.md"), page);
        return new DocsPage(project, "page.md").tests().toList();
    }

    private static void run(List<DynamicTest> tests) throws Throwable {
        for (DynamicTest test : tests) {
            test.getExecutable().execute();
        }
    }

    @Test
    void whatIsQuotedPasses() throws Throwable {
        List<DynamicTest> tests =
                tests(block("<!-- Source.java#one -->") + block("<!-- not quoted -->"));
        run(tests);
        assertThat(tests)
                .extracting(DynamicTest::getDisplayName)
                .containsExactly("one", "blocks without a mark");
    }

    @Test
    void anotherTextFails() throws IOException {
        var tests = tests(block("<!-- Source.java#one -->").replace("return 1", "return 2"));
        assertThatThrownBy(() -> run(tests))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("one of Source.java")
                .hasMessageContaining("return 2");
    }

    @Test
    void aMissingPartFails() throws IOException {
        var tests = tests(block("<!-- Source.java#two -->"));
        assertThatThrownBy(() -> run(tests))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("// doc: two");
    }

    @Test
    void aBlockWithoutAMarkFails() throws IOException {
        var tests = tests(block("<!-- Source.java#one -->") + block(""));
        assertThatThrownBy(() -> run(tests))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("blocks of Java");
    }

    @Test
    void aPageOfNothingFails() throws IOException {
        var tests = tests("Words.\n");
        assertThatThrownBy(() -> run(tests))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("examples");
    }
}
