package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.unloading.Application;
import dev.jacquard.agenttests.unloading.Library;
import dev.jacquard.agenttests.unloading.Modules;
import dev.jacquard.agenttests.unloading.Undeploying;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application has used us on threads that live on; when it is let go of, nothing of ours keeps its class loader. */
class UnloadingTest {
    @TempDir
    Path dir;

    @ParameterizedTest(name = "by the agent: {0}")
    @ValueSource(booleans = {true, false})
    void theRuntimeBelongsToTheApplication(boolean byAgent) throws IOException {
        String all =
                ProgramFolder.path(ProgramFolder.of(dir, byAgent, Application.class, Library.class), Jvm.runtime());
        assertAllGone(byAgent, "", all, Application.class, "core", "library");
    }

    @ParameterizedTest(name = "by the agent: {0}")
    @ValueSource(booleans = {true, false})
    void theRuntimeIsShared(boolean byAgent) throws IOException {
        String shared = ProgramFolder.path(ProgramFolder.of(dir, byAgent, Library.class), Jvm.runtime());
        String own = ProgramFolder.of(dir, byAgent, Application.class).toString();
        assertAllGone(byAgent, shared, own, Application.class, "core", "library");
    }

    static Stream<Arguments> modules() {
        List<String> used =
                new ArrayList<>(List.of("testing", "files", "net", "epoll", "vertx", "reactiveStreams", "httpClient"));
        if (Runtime.version().feature() > 17) {
            used.add("subprocesses"); // 17 keeps the thread that waits for processes for a minute
        }
        return used.stream().flatMap(m -> Stream.of(Arguments.of(m, true), Arguments.of(m, false)));
    }

    @ParameterizedTest(name = "{0}, by the agent: {1}")
    @MethodSource("modules")
    void eachModule(String used, boolean byAgent) throws IOException {
        List<Path> libraries = ProgramFolder.libraries();
        String all = ProgramFolder.path(ProgramFolder.of(dir, byAgent, Modules.class), libraries);
        assertAllGone(byAgent, "", all, Modules.class, used);
    }

    private static void assertAllGone(boolean byAgent, String shared, String own, Class<?> type, String... methods) {
        List<String> line = new ArrayList<>();
        if (byAgent) {
            line.add(Jvm.withAgent());
        }
        line.addAll(List.of("-cp", Jvm.programs().toString(), Undeploying.class.getName()));
        line.addAll(List.of(shared, own, type.getName()));
        line.addAll(List.of(methods));
        Jvm.Ended ended = Jvm.java(line.toArray(new String[0])).succeeded();
        assertThat(ended.out().lines())
                .containsExactlyElementsOf(
                        Stream.of(methods).map(m -> m + ": gone").toList());
    }
}
