package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Guest;
import dev.jacquard.agenttests.programs.TwoRuntimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two class loaders with a copy of the runtime each, in one JVM: each keeps to itself. */
class TwoRuntimesTest {
    private static final String[] SAID = {
        "true",
        "a has 1 task, loop of its own loader true",
        "b has 1 task, loop of its own loader true",
        "core, true b, true a",
        "gave",
        "took given",
        "through both",
        "  fail", // as blocking calls would have it: each once
        "  apply",
        "  apply", // its bridge
        "  nest",
        "  apply",
        "  apply",
        "  main",
    };

    @ParameterizedTest(name = "by the agent: {0}")
    @ValueSource(booleans = {true, false})
    void eachKeepsToItself(boolean byAgent, @TempDir Path dir) throws IOException {
        Path folder = ProgramFolder.of(dir, byAgent, Guest.class, TwoRuntimes.class);
        List<String> line = new ArrayList<>();
        if (byAgent) {
            line.add(Jvm.withAgent("warnings=off"));
        }
        line.addAll(List.of("-cp", folder.toString(), TwoRuntimes.class.getName()));
        line.add(ProgramFolder.path(folder, Jvm.runtime()));
        Jvm.Ended ended = Jvm.java(line.toArray(new String[0])).succeeded();
        assertThat(ended.out().lines()).containsExactly(SAID);
    }
}
