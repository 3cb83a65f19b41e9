package dev.jacquard.samples.kv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {
    private static final Limits SMALL = new Limits(10, 5, 100, 150, 40, 100);

    private final RequestParser parser = new RequestParser(SMALL);

    private static byte[] bytes(String text) {
        return text.translateEscapes().getBytes(ISO_8859_1);
    }

    private static List<String> words(byte[][] request) {
        return Arrays.stream(request).map(w -> new String(w, ISO_8859_1)).toList();
    }

    private List<List<String>> parse(String... blocks) throws ProtocolException {
        List<List<String>> requests = new ArrayList<>();
        for (String block : blocks) {
            parser.feed(bytes(block));
            for (byte[][] r = parser.next(); r != null; r = parser.next()) {
                requests.add(words(r));
            }
        }
        return requests;
    }

    @Provide
    Arbitrary<List<List<String>>> requests() {
        return Arbitraries.strings()
                .withChars("ab\r\n$*1 \0\u00ff")
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 300)
    void cutsAreOfNoImportance(@ForAll("requests") List<List<String>> requests, @ForAll List<Byte> cuts)
            throws ProtocolException {
        StringBuilder all = new StringBuilder();
        for (List<String> request : requests) {
            all.append('*').append(request.size()).append("\r\n");
            request.forEach(w ->
                    all.append('$').append(w.length()).append("\r\n").append(w).append("\r\n"));
        }
        byte[] stream = all.toString().getBytes(ISO_8859_1);
        RequestParser p = new RequestParser(Limits.DEFAULT);
        List<List<String>> parsed = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            int size = i < cuts.size() ? Math.abs(cuts.get(i)) : stream.length;
            int end = Math.min(stream.length, at + size);
            p.feed(Arrays.copyOfRange(stream, at, end));
            at = end;
            for (byte[][] r = p.next(); r != null; r = p.next()) {
                parsed.add(words(r));
            }
        }
        assertThat(parsed).isEqualTo(requests);
        assertThat(p.buffered()).isZero();
    }

    @Test
    void inlineRequestsAreSplitLikeAShellDoes() throws ProtocolException {
        assertThat(parse(
                        "PING\\r\\n\\r\\n  set k \"a b\\\\x41\\\\n\" 'it\\\\'s'\\n",
                        "GET \"\"\\r\\n*1\\r\\n$4\\r\\nPING\\r\\nQU",
                        "IT\\n"))
                .containsExactly(
                        List.of("PING"),
                        List.of("set", "k", "a bA\n", "it's"),
                        List.of("GET", ""),
                        List.of("PING"),
                        List.of("QUIT"));
    }

    @Test
    void emptyArraysAreNoRequests() throws ProtocolException {
        assertThat(parse("*0\\r\\n*-1\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n")).containsExactly(List.of("PING"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*x\\r\\n | invalid multibulk length",
                "*\\r\\n | invalid multibulk length",
                "*99999999999999999999\\r\\n | invalid multibulk length",
                "*6\\r\\n | invalid multibulk length",
                "*1\\r\\nGET\\r\\n | expected '$', got 'G'",
                "*1\\r\\n$-1\\r\\n | invalid bulk length",
                "*1\\r\\n$101\\r\\n | invalid bulk length",
                "*1\\r\\n$1x\\r\\n | invalid bulk length",
                "*00000000000000000000000000000000000000000 | too big mbulk count string",
                "*1\\r\\n$0000000000000000000000000000000000000000 | too big bulk count string",
                "GET aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | too big inline request",
                "GET aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\r\\n | too big inline request",
                "GET \"a\\r\\n | unbalanced quotes in request",
                "GET 'a'b\\r\\n | unbalanced quotes in request",
            })
    void garbageIsNamed(String input, String message) {
        assertThatThrownBy(() -> parse(input))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    @Test
    void aRequestIsBoundedAsAWhole() {
        String word = "$100\\r\\n" + "x".repeat(100) + "\\r\\n";
        assertThatThrownBy(() -> parse("*2\\r\\n" + word + word)).hasMessage("invalid bulk length");
    }

    /** Else a few bytes of a client would take 64 MiB of the server. */
    @Test
    void whatIsAnnouncedTakesNoMemoryYet() throws ProtocolException {
        int clients = 1000; // 64 GB, if they got what they announce
        List<RequestParser> parsers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            RequestParser p = new RequestParser(Limits.DEFAULT);
            p.feed(bytes("*1048576\\r\\n$67108864\\r\\nx"));
            assertThat(p.next()).isNull();
            p.feed(bytes("y"));
            assertThat(p.next()).isNull();
            parsers.add(p);
        }
        assertThat(parsers).allMatch(p -> p.buffered() == 2);
    }
}
