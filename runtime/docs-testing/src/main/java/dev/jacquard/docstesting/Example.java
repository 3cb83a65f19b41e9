package dev.jacquard.docstesting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java on a page, which is a part of a source. The part lies between two lines:
 *
 * <pre>{@code
 * // doc: name
 * ...
 * // end
 * }</pre>
 *
 * @param source the file's path below the project's folder
 * @param name of the part
 * @param code what the page shows
 */
record Example(String source, String name, String code) {
    /** What the page shows is the part, but for the indentation. */
    void check(Path project) throws IOException {
        Matcher part =
                Pattern.compile(
                                "^( *)// doc: " + Pattern.quote(name) + "\\n(.*?)^ *// end$",
                                Pattern.DOTALL | Pattern.MULTILINE)
                        .matcher(Files.readString(project.resolve(source)));
        assertThat(part.find()).as("// doc: %s ... // end in %s", name, source).isTrue();
        String indentation = "(?m)^" + part.group(1);
        assertThat(code)
                .as("%s of %s", name, source)
                .isEqualTo(part.group(2).stripTrailing().replaceAll(indentation, "") + "\n");
    }
}
