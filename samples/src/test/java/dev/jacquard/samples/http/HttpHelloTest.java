package dev.jacquard.samples.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Output;
import org.junit.jupiter.api.Test;

/** What the web server prints that calls itself. */
class HttpHelloTest {
    @Test
    void callsItself() throws Exception {
        assertThat(Output.linesOf(() -> HttpHello.main(new String[0])))
                .containsExactly(
                        "200 Hello, Ada!",
                        "200 {\"sent\":{\"loom\":\"Jacquard\"},\"fields\":1}",
                        "counted 1",
                        "counted 2",
                        "counted 3",
                        "you said: good-bye");
    }

    @Test
    void aWrongPortIsAnError() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(HttpHello.runProgram("x")).isEqualTo(2)))
                .contains("usage: http [PORT]");
    }
}
