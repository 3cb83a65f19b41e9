package dev.jacquard.samples.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads scenarios from {@code .jsonl} and {@code .jsonl.gz} files. */
final class Corpus {
    private Corpus() {}

    static List<Line> read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    try {
                        lines.add(Line.parse(text));
                    } catch (RuntimeException e) {
                        throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
                    }
                }
            }
        }
        return lines;
    }
}
