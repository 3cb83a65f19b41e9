package dev.jacquard.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The public corpus as CPython 3.14 has it. */
final class PublicCorpus {
    private PublicCorpus() {}

    /** The scenarios of 3.13, those that 3.14 and 3.15 have changed, and their new ones. */
    static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String name : List.of("public.jsonl", "public-3.14.jsonl")) {
            Corpus.add(lines, Corpus.read(file(name)));
        }
        return lines;
    }

    /** One of the resources beside this class. */
    static Path file(String name) {
        try {
            return Path.of(PublicCorpus.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
