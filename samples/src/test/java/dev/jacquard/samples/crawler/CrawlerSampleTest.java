package dev.jacquard.samples.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Output;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrawlerSampleTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "--client jdk", "--client vertx"})
    void crawlsTheSiteThatShipsWithIt(String arguments) throws Exception {
        String[] args = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        String output = Output.of(() -> assertThat(CrawlerSample.run(args)).isZero());
        assertThat(output).contains("\r16 done, 0 being fetched, 0 in the queue, 3 failed");
        List<String> pages = output.lines()
                .filter(line -> line.matches("(\\d{3}|timed out) +\\d+ +\\d+ +\\d+  /.*"))
                .map(line -> line.replaceAll(" +\\d+ +\\d+ +\\d+ +", " "))
                .toList();
        assertThat(pages)
                .containsExactly(
                        "200 /cards.html",
                        "200 /gallery/",
                        "200 /gallery/index.html",
                        "200 /history.html",
                        "200 /index.html",
                        "200 /loom.html",
                        "404 /missing.html",
                        "200 /old.html",
                        "200 /pattern.html",
                        "200 /people/babbage.html",
                        "200 /people/bouchon.html",
                        "200 /people/falcon.html",
                        "404 /people/lovelace.html",
                        "200 /people/vaucanson.html",
                        "200 /portrait.txt",
                        "timed out /slow.html");
        assertThat(output)
                .contains("broken: /missing.html (404), linked from /loom.html")
                .contains("broken: /slow.html (timed out), linked from /pattern.html")
                .contains("malformed: http://[broken, on /cards.html")
                .doesNotContain("not-a-link", "example.org");
    }

    @Test
    void nobodyAnswersThere() throws Exception {
        // the port of a server that has just closed
        var gone = new LocalSite(Duration.ZERO);
        String start = gone.start().toString();
        gone.close();
        assertThat(Output.of(() -> assertThat(CrawlerSample.run(start)).isZero()))
                .contains("1 pages, 0 bytes, 1 failed");
    }

    @Test
    void badArgumentsAreExplained() throws Exception {
        for (String[] arguments : List.of(
                new String[] {"--client", "telnet"},
                new String[] {"ftp://example.org"},
                new String[] {"http://[broken"},
                new String[] {"http://example.org/", "many"})) {
            assertThat(Output.errorsOf(
                            () -> assertThat(CrawlerSample.run(arguments)).isEqualTo(2)))
                    .contains("usage: crawler");
        }
    }
}
