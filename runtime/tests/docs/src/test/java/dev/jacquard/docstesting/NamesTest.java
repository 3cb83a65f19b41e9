package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invented names are found, of each kind; those that are there are not. */
class NamesTest {
    @TempDir
    Path project;

    private Names names;

    @BeforeEach
    void sources() throws IOException {
        write(
                "runtime/core/src/main/java/dev/jacquard/Loop.java",
                """
                package dev.jacquard;

                import java.util.Map;

                /** Not {@code Commented}, {@code commented}. */
                public final class Loop extends Base<Map<String, String>> implements Runner {
                    static final boolean DEBUG = Boolean.getBoolean("jacquard.debug"); // notThis
                    private static final String DUMP = "dump=";

                    public Task createTask(Coroutine c, Loop loop) {
                        c.calledHere();
                        throw problem("W03");
                    }

                    public static class Builder {}
                }
                """);
        write("runtime/core/src/main/java/dev/jacquard/Base.java", "class Base<T> {\n    void inherited() {}\n}\n");
        write(
                "pom.xml",
                "<artifactId>jacquard-core</artifactId><profile><id>stress</id></profile>${jacquard.test.jvm}");
        write("docs/page.md", "");
        names = new Names(new Sources(project), "# Others'.\nForeign foreign_name");
    }

    private void write(String path, String text) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`Loop`",
                "`Loop.createTask`",
                "`Loop.createTask(c)`",
                "`Loop.Builder`",
                "`Loop.DEBUG`",
                "`Loop.inherited()`",
                "`loop.createTask(c)`",
                "`Map.of(\"a\", 1)`",
                "`Map.Entry`",
                "`Thread.sleep`",
                "`Foreign.inherited`",
                "`foreign_name`",
                "`runtime`",
                "`runtime/core`",
                "`docs/page.md`",
                "`page.md`",
                "`Base.java`",
                "`dev.jacquard.Loop`",
                "`jacquard-core`",
                "-Djacquard.debug=true",
                "-Djacquard.test.jvm=PATH",
                "mvn -Pstress",
                "`dump`",
                "(W03)",
                "Plain words like Lop and W, in `\"a literal\"` too."
            })
    void whatIsThereIsKnown(String text) {
        assertThat(names.unknown(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`EventLop`",
                "`Loop.createTsk`",
                "`Loop.calledHere()`",
                "`Loop.Bilder`",
                "`Loop.DEBUGGING`",
                "`loop.createTsk(c)`",
                "`Map.off`",
                "`Map.Enter`",
                "`Thread.slep`",
                "`Commented`",
                "`commented`",
                "`notThis`",
                "`runtime/cor`",
                "see docs/pages.md",
                "`pages.md`",
                "`Bas.java`",
                "`dev.jacquard.Lop`",
                "jacquard-cor",
                "-Djacquard.debg=true",
                "the property jacquard.test.jv",
                "mvn -Pstres",
                "`dumb`",
                "`--release`",
                "`well-known`",
                "(W04)",
                "P01"
            })
    void whatIsInventedIsFound(String text) {
        assertThat(names.unknown("Words, " + text + "; words.\n")).hasSize(1);
    }

    @Test
    void commandsAreReadToo() {
        String page = "```sh\nmvn -Pstres -Djacquard.debg=1 -pl runtime/cor\nelse -Pstress\n```\n";
        assertThat(names.unknown(page)).containsExactlyInAnyOrder("jacquard.debg", "stres", "runtime/cor");
        assertThat(names.unknown("```java\nfoo.bar();\n```\n")).isEmpty();
    }

    @Test
    void theListHasOnlyWhatIsUsed() throws IOException {
        assertThat(names.unused(List.of(new Page(project, "docs/page.md")))).containsExactly("Foreign", "foreign_name");
        write("docs/page.md", "`Foreign`");
        assertThat(names.unused(List.of(new Page(project, "docs/page.md")))).containsExactly("foreign_name");
    }
}
