package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.samples.Tutorial.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/net-samples.md} quotes what is there. */
class NetSamplesDocsTest {
    private static final Path FILE = Path.of("../docs/net-samples.md");
    private static final Path SAMPLES = Path.of("src/main/java/dev/jacquard/samples");

    @Test
    void codeIsThatOfTheSample() throws IOException {
        List<Block> blocks = new Tutorial(FILE).blocks();
        assertThat(blocks).hasSize(3);
        for (Block block : blocks) {
            Path source = SAMPLES.resolve(block.after("from "));
            assertThat(flat(Files.readAllLines(source))).contains(flat(block.lines()));
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        assertThat(new Tutorial(FILE).links())
                .isNotEmpty()
                .allSatisfy(to -> assertThat(FILE.resolveSibling(to).normalize()).exists());
    }

    @Test
    void allSamplesAreListed() throws IOException {
        String text = Files.readString(FILE);
        Group network =
                Catalogue.GROUPS.stream()
                        .filter(group -> group.title().equals("The network"))
                        .findFirst()
                        .orElseThrow();
        assertThat(network.programs()).allMatch(p -> text.contains("[`" + p.name() + "`]"));
    }

    private static String flat(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }
}
