package dev.jacquard.docstesting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What stands between fences on a page.
 *
 * @param mark the comment above it, or nothing
 * @param language after the fence, or nothing
 * @param text without the fences
 */
record Block(String mark, String language, String text) {
    static final String NOT_QUOTED = "not quoted";

    private static final String PRINTED = "printed by ";
    private static final Set<String> MARKED = Set.of("java", "text");

    boolean isPrinted() {
        return mark.startsWith(PRINTED);
    }

    /** The file that the mark names. */
    String source() {
        String from = isPrinted() ? mark.substring(PRINTED.length()) : mark;
        return from.replaceFirst("#.*", "");
    }

    /** The part of the file that the mark names, or nothing for the whole. */
    String part() {
        return mark.contains("#") ? mark.substring(mark.indexOf('#') + 1) : "";
    }

    /** What is wrong with it. */
    Optional<String> flaw(Path project, String page) throws IOException {
        if (mark.equals(NOT_QUOTED)) {
            return Optional.empty();
        }
        if (mark.isEmpty()) {
            return MARKED.contains(language) ? Optional.of("a block without a mark:\n" + text) : Optional.empty();
        }
        Path file = project.resolve(source());
        if (!Files.isRegularFile(file)) {
            return Optional.of("a mark that names no file: " + mark);
        }
        String content = Files.readString(file);
        if (isPrinted()) {
            boolean compared = content.contains("outputs(") && content.contains('"' + page + '"');
            return compared && content.contains('"' + part() + '"')
                    ? Optional.empty()
                    : Optional.of("a test that does not compare what is printed: " + mark);
        }
        return new Quote(content, part()).flaw(text).map(flaw -> mark + ": " + flaw);
    }
}
