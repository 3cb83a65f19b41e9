package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/net-samples.md} lists them all. */
class NetSamplesDocsTest {
    @Test
    void allSamplesAreListed() throws IOException {
        String text = Page.of("docs/net-samples.md").text();
        Group network = Catalogue.GROUPS.stream()
                .filter(group -> group.title().equals("The network"))
                .findFirst()
                .orElseThrow();
        assertThat(network.programs()).isNotEmpty().allMatch(p -> text.contains("[`" + p.name() + "`]"));
    }
}
