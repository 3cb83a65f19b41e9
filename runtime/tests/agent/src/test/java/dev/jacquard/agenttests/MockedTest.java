package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Mocked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of woven code pass no mock by, also where no agent of ours sees Mockito change a class. */
class MockedTest {
    @ParameterizedTest(name = "by the agent: {0}")
    @ValueSource(booleans = {true, false})
    void mocksSpiesAndMockedStaticsAreCalled(boolean byAgent, @TempDir Path dir) throws IOException {
        Path folder = ProgramFolder.of(dir, byAgent, Mocked.class);
        List<String> line = new ArrayList<>();
        if (byAgent) {
            line.add(Jvm.withAgent());
        }
        line.addAll(List.of("-cp", ProgramFolder.path(folder, ProgramFolder.libraries()), Mocked.class.getName()));
        List<String> said = new ArrayList<>(Collections.nCopies(6, "real open"));
        said.addAll(List.of("3", "stubbed open", "mocked closed", "mocked open"));
        assertThat(Jvm.java(line.toArray(new String[0])).succeeded().out().lines())
                .containsExactlyElementsOf(said);
    }
}
