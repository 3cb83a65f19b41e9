package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages of this project quote what is there, and their links lead somewhere. */
class PagesTest {
    private static Names names;

    @BeforeAll
    static void readTheSources() throws IOException {
        names = Names.of(Page.project());
    }

    @TestFactory
    Stream<DynamicTest> pages() throws IOException {
        return Page.all(Page.project()).stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.toString(), () -> assertThat(page.flaws()).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> names() throws IOException {
        return Page.all(Page.project()).stream()
                .map(page -> DynamicTest.dynamicTest("names in " + page, () -> assertThat(names.unknown(page.text()))
                        .as("what is nowhere in the sources; names of others belong into foreign-names.txt")
                        .isEmpty()));
    }

    @Test
    void theListOfForeignNamesIsShort() throws IOException {
        assertThat(names.unused(Page.all(Page.project()))).isEmpty();
    }

    @Test
    void thePagesAreFound() throws IOException {
        assertThat(Page.all(Page.project()))
                .extracting(Page::toString)
                .contains("README.md", "CONTRIBUTING.md", "docs/tutorial.md", "docs/decisions/private-bodies.md");
    }

    /** The figures of README.md are those of the benchmarks' page. */
    @Test
    void figuresAreMeasured() throws IOException {
        Set<String> measured = figures(Page.of("docs/benchmarks.md").text());
        Set<String> shown = new HashSet<>();
        Page.of("README.md")
                .text()
                .lines()
                .filter(line -> line.matches("\\|.*\\d \\|"))
                .forEach(row -> shown.addAll(figures(row.substring(row.indexOf('|', 1)))));
        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(measured).containsAll(shown);
    }

    private static Set<String> figures(String text) {
        return Pattern.compile("(?<=\\| )[\\d.,]*\\d(?=[, |])")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** No page is forgotten: one links to each, most of all to each decision. */
    @Test
    void eachPageIsLinked() throws IOException {
        List<Page> pages = Page.all(Page.project());
        assertThat(pages).allSatisfy(page -> assertThat(pages)
                .as("pages that link to %s", page)
                .anyMatch(from -> page.toString().equals("README.md") || from.linksTo(page)));
    }

    /** Whoever adds one has thought about it. */
    @Test
    void fewBlocksAreNotQuoted() throws IOException {
        long count = Page.all(Page.project()).stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.mark().equals(Block.NOT_QUOTED))
                .count();
        assertThat(count).isEqualTo(7);
    }
}
