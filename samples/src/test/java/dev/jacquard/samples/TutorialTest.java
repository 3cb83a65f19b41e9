package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.samples.Tutorial.Block;
import dev.jacquard.samples.outside.Threads;
import dev.jacquard.samples.queues.ProducersAndConsumers;
import dev.jacquard.samples.scopes.CleanUp;
import dev.jacquard.samples.scopes.Groups;
import dev.jacquard.samples.scopes.Shields;
import dev.jacquard.samples.scopes.Timeouts;
import dev.jacquard.samples.streams.PagedFetch;
import dev.jacquard.samples.sync.Locks;
import dev.jacquard.samples.sync.Semaphores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tutorial quotes what is there, and the programs print what it says. */
class TutorialTest {
    private static final Path SAMPLES = Path.of("src/main/java/dev/jacquard/samples");
    private static final String FROM = "from ";
    private static final String PRINTED_BY = "printed by ";

    private static final Map<String, List<Supplier<Coroutine<?>>>> PROGRAMS =
            Map.of(
                    "Concurrent",
                    List.of(Concurrent::sequential, Concurrent::concurrent, Concurrent::gathered),
                    "scopes/Groups",
                    List.of(Groups::demo),
                    "sync/Locks",
                    List.of(Locks::demo),
                    "sync/Semaphores",
                    List.of(Semaphores::demo),
                    "queues/ProducersAndConsumers",
                    List.of(ProducersAndConsumers::demo),
                    "streams/PagedFetch",
                    List.of(PagedFetch::demo),
                    "scopes/Timeouts",
                    List.of(Timeouts::demo),
                    "scopes/CleanUp",
                    List.of(CleanUp::demo),
                    "scopes/Shields",
                    List.of(Shields::demo),
                    "outside/Threads",
                    List.of(Threads::demo));

    static List<Block> quotes() throws IOException {
        return new Tutorial().blocks(FROM);
    }

    static List<Block> outputs() throws IOException {
        return new Tutorial().blocks(PRINTED_BY);
    }

    /** Members are quoted as a whole, with empty lines in between; only the indentation differs. */
    @ParameterizedTest
    @MethodSource("quotes")
    void codeIsThatOfTheSample(Block quote) throws IOException {
        String source = flat(Files.readAllLines(SAMPLES.resolve(quote.after(FROM))));
        for (String member : membersOf(quote)) {
            assertThat(source).as("the sample that is quoted: %s", quote).contains(member);
        }
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsThatOfTheSample(Block output) throws Exception {
        List<String> printed = new ArrayList<>();
        for (Supplier<Coroutine<?>> program : PROGRAMS.get(output.after(PRINTED_BY))) {
            printed.addAll(VirtualRun.lines(program.get()));
        }
        assertThat(output.lines()).isEqualTo(printed);
    }

    @Test
    void eachBlockSaysWhereItComesFrom() throws IOException {
        assertThat(new Tutorial().blocks())
                .hasSizeGreaterThan(30)
                .allSatisfy(b -> assertThat(b.mark()).matches("from .*|printed by .*|not quoted"));
        assertThat(new Tutorial().blocks("not quoted")).hasSize(3);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        assertThat(new Tutorial().links())
                .isNotEmpty()
                .allSatisfy(
                        to -> assertThat(Tutorial.FILE.resolveSibling(to).normalize()).exists());
    }

    /** A member ends where an unindented brace or a semicolon is followed by an empty line. */
    private static List<String> membersOf(Block quote) {
        return List.of(
                flat(quote.lines()).split("(?<=[;}]\\n)\\n(?=@|public|private|static|Coroutine)"));
    }

    private static String flat(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.joining("\n", "", "\n"));
    }
}
