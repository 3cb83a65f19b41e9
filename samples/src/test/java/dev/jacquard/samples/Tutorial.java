package dev.jacquard.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of code and output in {@code docs/tutorial.md}, and the links. A comment above each
 * block says where it comes from.
 */
final class Tutorial {
    static final Path FILE = Path.of("../docs/tutorial.md");

    /** {@code <!-- mark -->}, a fence with a language, the text, a fence. */
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?:^<!-- (?<mark>[^\\n]*) -->\\n)?^```(?<language>\\w+)\\n(?<text>.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    private final String text;

    /**
     * A block between fences.
     *
     * @param mark what the comment above it says, or nothing
     * @param language of the block
     * @param lines without the fences
     */
    record Block(String mark, String language, List<String> lines) {
        /** What follows these words in the mark, such as a file's name. */
        String after(String words) {
            return mark.substring(words.length());
        }

        @Override
        public String toString() {
            return mark + ": " + lines.get(0);
        }
    }

    Tutorial() throws IOException {
        this(FILE);
    }

    /** Another page of that form. */
    Tutorial(Path file) throws IOException {
        text = Files.readString(file);
    }

    /** Of code or output; commands for the shell are left out. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(text);
        while (m.find()) {
            if (!m.group("language").equals("sh")) {
                String mark = m.group("mark");
                blocks.add(
                        new Block(
                                mark == null ? "" : mark,
                                m.group("language"),
                                m.group("text").lines().toList()));
            }
        }
        return blocks;
    }

    List<Block> blocks(String markedWith) {
        return blocks().stream().filter(b -> b.mark().startsWith(markedWith)).toList();
    }

    /** To other files. */
    List<String> links() {
        return LINK.matcher(text).results().map(m -> m.group(1)).toList();
    }
}
