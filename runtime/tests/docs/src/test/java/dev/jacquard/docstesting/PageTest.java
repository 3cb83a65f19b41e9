package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String ONE =
            """
            int one() {
                return 1; // in the end

            }
            """;
    private static final String SOURCE =
            """
            class Source {
                // doc: first
                int one() {
                    return 1; // in the end

                }

                // end

                /** Two. */
                @Override
                @Async
                public static List<? extends A> two(
                        int a, String... more) {
                    return one();
                }

                int twice() {}

                int twice(int n) {
                    return 2;
                }

                int twice(long n) {
                    return 2;
                }
            }
            """;

    @TempDir
    Path project;

    @BeforeEach
    void source() throws IOException {
        Files.writeString(project.resolve("Source.java"), SOURCE);
    }

    private static String block(String mark, String text) {
        return "Words.\n\n" + mark + "\n```java\n" + text + "```\n\nWords.\n";
    }

    private Page page(String text) throws IOException {
        Files.writeString(project.resolve("page.md"), text);
        return new Page(project, "page.md");
    }

    private List<String> flaws(String text) throws IOException {
        return page(text).flaws();
    }

    @Test
    void whatIsQuotedPasses() throws IOException {
        String two =
                """
                @Override
                @Async
                public static List<? extends A> two(
                        int a, String... more) {
                    return one();
                }
                """;
        assertThat(flaws(block("<!-- Source.java#first -->", ONE))).isEmpty();
        assertThat(flaws(block("<!-- Source.java#one -->", ONE))).isEmpty();
        assertThat(flaws(block("<!-- Source.java#two -->", two))).isEmpty();
        assertThat(flaws(block("<!-- Source.java#two+first -->", two + "\n" + ONE)))
                .isEmpty();
        assertThat(flaws(block("<!-- Source.java -->", SOURCE))).isEmpty();
        assertThat(flaws(block("<!-- not quoted -->", "anything\n"))).isEmpty();
        assertThat(flaws("```\nwhatever\n```\n")).isEmpty();
    }

    @Test
    void anotherTextFails() throws IOException {
        for (String mark : List.of("", "#first", "#one", "#two", "#one+two", "#first+one")) {
            assertThat(flaws(block("<!-- Source.java" + mark + " -->", ONE.replace("return 1", "return 2"))))
                    .singleElement()
                    .asString()
                    .contains("Source.java" + mark + ": the page shows")
                    .contains("return 2");
        }
    }

    @Test
    void lessThanTheWholeFails() throws IOException {
        assertThat(flaws(block("<!-- Source.java#one -->", ONE.replace("}\n", ""))))
                .hasSize(1);
        assertThat(flaws(block("<!-- Source.java -->", SOURCE.replace("    /** Two. */\n", ""))))
                .hasSize(1);
    }

    @Test
    void whatIsNotThereFails() throws IOException {
        assertThat(flaws(block("<!-- Source.java#three -->", ONE)))
                .containsExactly("Source.java#three: 0 parts are called three");
        assertThat(flaws(block("<!-- Other.java#one -->", ONE)))
                .containsExactly("a mark that names no file: Other.java#one");
    }

    @Test
    void aNameOfTwoFails() throws IOException {
        assertThat(flaws(block("<!-- Source.java#twice -->", ONE)))
                .containsExactly("Source.java#twice: 2 parts are called twice");
    }

    @Test
    void aBlockWithoutAMarkFails() throws IOException {
        assertThat(flaws(block("<!-- Source.java#one -->", ONE) + block("", ONE)))
                .containsExactly("a block without a mark:\n" + ONE);
    }

    @Test
    void aLinkToNowhereFails() throws IOException {
        String page =
                """
                # This `page`, and more

                [one](Source.java), [two](page.md), [three](#this-page-and-more), [four](page.md#this-page-and-more),
                [five](https://example.org/a#b)
                """;
        assertThat(flaws(page)).isEmpty();
        assertThat(flaws(page + "[six](source.md), [seven](page.md#that-page), [eight](#nine)\n"))
                .containsExactly(
                        "a link to nowhere: ](source.md)",
                        "a link to no heading: ](page.md#that-page)",
                        "a link to no heading: ](#nine)");
    }

    @Test
    void outputNamesATestThatComparesIt() throws IOException {
        String page = block("<!-- printed by SomeTest.java#one -->", "1\n");
        assertThat(flaws(page)).containsExactly("a mark that names no file: printed by SomeTest.java#one");
        Path test = project.resolve("SomeTest.java");
        Files.writeString(test, "Page.of(\"page.md\").outputs(SomeTest.class, Map.of(\"one\", () -> one()))");
        assertThat(flaws(page)).isEmpty();
        for (String part : List.of("one", "page.md")) {
            Files.writeString(test, Files.readString(test).replace('"' + part + '"', "\"other\""));
            assertThat(flaws(page))
                    .containsExactly("a test that does not compare what is printed: printed by SomeTest.java#one");
        }
    }

    @Test
    void outputIsCompared() throws Throwable {
        Page page = page(block("<!-- printed by dev/jacquard/docstesting/PageTest.java#one -->", "1\n")
                        .replace("dev/", "a/dev/")
                + block("<!-- printed by a/Other.java#two -->", "2\n"));
        run(page, Map.of("one", () -> "1\n"));
        assertThatThrownBy(() -> run(page, Map.of("one", () -> "2\n"))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> run(page, Map.of())).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> run(page, Map.of("one", () -> "1\n", "two", () -> "2\n")))
                .isInstanceOf(AssertionError.class);
    }

    private static void run(Page page, Map<String, Callable<String>> programs) throws Throwable {
        for (DynamicTest test : page.outputs(PageTest.class, programs).toList()) {
            test.getExecutable().execute();
        }
    }
}
