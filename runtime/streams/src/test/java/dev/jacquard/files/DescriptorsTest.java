package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling at any point leaves no open descriptor and no half file. */
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {
    @TempDir
    Path folder;

    /** The descriptors of files below the folder. */
    private List<Path> open() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(DescriptorsTest::target)
                    .filter(p -> p.startsWith(folder))
                    .toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) { // that of the list itself
            return descriptor;
        }
    }

    @Async
    private Coroutine<Void> useFile() throws IOException {
        try (AsyncFile f = await(AsyncFiles.open(folder.resolve("f"), WRITE, CREATE))) {
            await(f.write("one\n"));
            await(f.write("two\n"));
        }
        for (String line : AsyncFiles.lines(folder.resolve("f"))) {
            assertThat(line).isIn("one", "two");
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> copyFile() throws IOException {
        await(AsyncFiles.copy(folder.resolve("big"), folder.resolve("copy")));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> useTemporary() throws IOException {
        try (TemporaryFolder t = await(AsyncFiles.temporaryFolder("jacquard"))) {
            await(AsyncFiles.writeString(t.path().resolve("x"), "x"));
        }
        return Coroutine.done();
    }

    /** Cancels it after so many rounds of the loop; says whether it was in time. */
    @Async
    private static Coroutine<Boolean> cancelAfter(ThrowingAsyncCallable<Void, IOException> program, int rounds)
            throws IOException {
        Task<Void> task = createTask(program.call());
        for (int i = 0; i < rounds && !task.isDone(); i++) {
            // a call on a thread in between, so that the rounds are not over before the threads
            // have done anything
            await(getRunningLoop().runInExecutor(null, () -> null));
            await(sleep(0));
        }
        boolean inTime = task.cancel();
        try {
            await(task, IOException.class);
        } catch (CancelledError e) {
            assertThat(inTime).isTrue();
        }
        return Coroutine.of(inTime);
    }

    private void cancelEverywhere(ThrowingAsyncCallable<Void, IOException> program) throws IOException {
        boolean inTime = true;
        for (int rounds = 0; inTime && rounds < 200; rounds++) {
            int n = rounds;
            inTime = run(() -> cancelAfter(program, n)); // waits for the threads in the end
            assertThat(open()).as("open after %s rounds", rounds).isEmpty();
        }
        assertThat(inTime).as("it was cancelled to its end").isFalse();
    }

    @Test
    void files() throws IOException {
        cancelEverywhere(this::useFile);
    }

    @Test
    void copies() throws IOException {
        Files.write(folder.resolve("big"), new byte[4 << 20]);
        for (int rounds = 0; rounds < 12; rounds++) {
            int n = rounds;
            boolean inTime = run(() -> cancelAfter(this::copyFile, n));
            assertThat(open()).isEmpty();
            if (Files.deleteIfExists(folder.resolve("copy"))) {
                assertThat(inTime && rounds == 0).isFalse();
            }
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactly(folder.resolve("big"));
            }
        }
    }

    @Test
    void temporaryFolders() throws IOException {
        cancelEverywhere(this::useTemporary);
    }
}
