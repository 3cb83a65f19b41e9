package dev.jacquard.docstesting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a source that a page shows. Without a name it is all of it. A name is that of a method, which is shown
 * whole, with its annotations and without its comment; or that of what lies between two lines:
 *
 * <pre>{@code
 * // doc: name
 * ...
 * // end
 * }</pre>
 *
 * <p>Several names, {@code price+total}, are shown with an empty line in between.
 *
 * @param source what is quoted from
 * @param part one or more names, or nothing
 */
record Quote(String source, String part) {
    /** How the block differs from the source, but for the indentation. */
    Optional<String> flaw(String block) {
        if (part.isEmpty()) {
            return differs(source, block);
        }
        List<String> parts = new ArrayList<>();
        for (String name : part.split("\\+", -1)) {
            List<String> found = between(name);
            if (found.isEmpty()) {
                found = methods(name);
            }
            if (found.size() != 1) {
                return Optional.of(found.size() + " parts are called " + name);
            }
            parts.add(found.get(0).stripTrailing() + "\n");
        }
        return differs(String.join("\n", parts), block);
    }

    private static Optional<String> differs(String source, String block) {
        return source.equals(block)
                ? Optional.empty()
                : Optional.of("the page shows\n" + block + "and the source is\n" + source);
    }

    private List<String> between(String name) {
        return find("^( *)// doc: " + Pattern.quote(name) + "\\n(.*?)^ *// end$");
    }

    /** A method ends at the first brace that is indented as its beginning. */
    private List<String> methods(String name) {
        return find("^( +)((?:@[^\\n]*\\n\\1)*(?!return |throw |new |else )[\\w<>?,. \\[\\]]+ " + Pattern.quote(name)
                + "\\([^;]*?\\{\\n.*?^\\1\\}\\n)");
    }

    private List<String> find(String pattern) {
        Matcher m = Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE).matcher(source);
        return m.results()
                .map(r -> r.group(2).replaceAll("(?m)^" + r.group(1), ""))
                .toList();
    }
}
