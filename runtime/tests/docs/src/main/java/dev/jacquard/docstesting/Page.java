package dev.jacquard.docstesting;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A page of the documentation. A comment above a block between fences says where it is from:
 *
 * <pre>{@code
 * <!-- samples/foreign/hello/pom.xml -->                                          the whole file
 * <!-- runtime/net/src/test/java/dev/jacquard/net/ExamplesTest.java#client -->    a part of it, see Quote
 * <!-- printed by samples/src/test/java/dev/jacquard/samples/TutorialTest.java#Locks -->
 * <!-- not quoted -->
 * }</pre>
 *
 * <p>The tests of this module compare all quotes. What is printed is compared by the test that the mark names, with
 * {@link #outputs}: it can run the program.
 */
public final class Page {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:^ *<!-- (?<mark>[^\\n]*) -->\\n)?^(?<indentation> *)```(?<language>\\w*)\\n(?<text>.*?)^ *```$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    private final Path project;
    private final String name;
    private final String text;

    Page(Path project, String name) throws IOException {
        this.project = project;
        this.name = name;
        text = Files.readString(project.resolve(name));
    }

    /**
     * A page, for a test that runs anywhere below the project's folder.
     *
     * @param name its path below the project's folder, such as {@code docs/net.md}
     * @return the page
     * @throws IOException if it cannot be read
     */
    public static Page of(String name) throws IOException {
        return new Page(project(), name);
    }

    /** The folder of the project: the one above the running test that has {@code CONTRIBUTING.md}. */
    static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
            folder = requireNonNull(folder.getParent(), "CONTRIBUTING.md is not above the test");
        }
        return folder;
    }

    /** All pages: those at the top, and those in {@code docs} and below. */
    static List<Page> all(Path project) throws IOException {
        List<Page> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(project);
                Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            for (Path file : Stream.concat(top, docs).sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    pages.add(new Page(project, project.relativize(file).toString()));
                }
            }
        }
        return pages;
    }

    /** What the page says. */
    public String text() {
        return text;
    }

    /**
     * One test for each block that the test class prints, and one that it prints all that the page says it does.
     *
     * @param test the class whose source the marks name
     * @param programs what they print, by the names in the marks
     * @return the tests
     */
    public Stream<DynamicTest> outputs(Class<?> test, Map<String, ? extends Callable<String>> programs) {
        String source = "/" + test.getName().replace('.', '/') + ".java";
        List<Block> printed = blocks().stream()
                .filter(b -> b.isPrinted() && b.source().endsWith(source))
                .toList();
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("all of " + name, () -> assertThat(printed)
                        .extracting(Block::part)
                        .containsExactlyInAnyOrderElementsOf(programs.keySet()))),
                printed.stream()
                        .filter(b -> programs.containsKey(b.part()))
                        .map(b -> DynamicTest.dynamicTest(b.part(), () -> assertThat(b.text())
                                .isEqualTo(
                                        requireNonNull(programs.get(b.part())).call()))));
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(r -> new Block(
                        r.group(1) == null ? "" : r.group(1),
                        r.group(3),
                        r.group(4).replaceAll("(?m)^" + r.group(2), "")))
                .toList();
    }

    /** What is wrong with the page: nothing, one hopes. */
    List<String> flaws() throws IOException {
        List<String> flaws = new ArrayList<>();
        for (Block block : blocks()) {
            block.flaw(project, name).ifPresent(flaws::add);
        }
        for (var link : LINK.matcher(text).results().toList()) {
            Page to = this;
            if (!link.group(1).isEmpty()) {
                Path file = project.resolve(name).resolveSibling(link.group(1)).normalize();
                if (!Files.exists(file)) {
                    flaws.add("a link to nowhere: " + link.group());
                    continue;
                }
                to = link.group(2) == null
                        ? this
                        : new Page(project, project.relativize(file).toString());
            }
            if (link.group(2) != null && !to.anchors().contains(link.group(2))) {
                flaws.add("a link to no heading: " + link.group());
            }
        }
        return flaws;
    }

    boolean linksTo(Page other) {
        Path to = project.resolve(other.name);
        return LINK.matcher(text).results().anyMatch(link -> project.resolve(name)
                .resolveSibling(link.group(1))
                .normalize()
                .equals(to));
    }

    /** The names that GitHub gives to headings. */
    private List<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(r -> r.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
