package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static dev.jacquard.testing.AsyncAssertJ.assertThatCodeAsync;
import static dev.jacquard.testing.AsyncAssertJ.assertThatThrownByAsync;
import static dev.jacquard.testing.AsyncAssertions.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class AsyncAssertionsTest {
    private static final ContextVar<String> USER = ContextVar.of("user", "nobody");

    static class Client {
        @Async
        Coroutine<String> fetch(String path) throws IOException {
            await(sleep(Duration.ofSeconds(2)));
            if (path.isEmpty()) {
                throw new FileNotFoundException("refused");
            }
            return Coroutine.of("page");
        }

        Coroutine<String> throwsWhenCalled() {
            throw new IllegalArgumentException("at once");
        }
    }

    private final Client client = new Client();

    // doc: throws
    @AsyncTest
    void aMissingPageIsRefused() throws IOException {
        IOException e = await(assertThrowsAsync(IOException.class, client.fetch("")));
        assertThat(e).hasMessage("refused");

        await(assertThrowsAsync(IOException.class, () -> client.fetch("")));
        await(assertThrowsAsync(IOException.class, () -> {
            String page = await(client.fetch("/"));
            await(client.fetch(page.substring(4)));
            return Coroutine.done();
        }));
        await(assertThatThrownByAsync(() -> client.fetch(""))) // AssertJ's goes on
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("refused");
    }

    // end

    // doc: timesOut
    @AsyncTest
    void aHeldLockIsNotGiven(TestClock clock) {
        AsyncLock lock = new AsyncLock();
        try (var held = await(lock.acquire())) {
            await(assertTimesOut(Duration.ofDays(30), lock.acquire()));
            assertThat(clock.now()).isEqualTo(Duration.ofDays(30));
        }
    }

    // end

    // doc: all
    @AsyncTest
    void eachCheckIsRun() {
        await(assertAllAsync(() -> assertThrowsAsync(IOException.class, () -> client.fetch("")), () -> {
            assertThat(await(client.fetch("/"))).isEqualTo("page");
            return Coroutine.done();
        }));
    }

    // end

    @AsyncTest
    void tellsWhatWasReturnedInstead() {
        assertThat(await(catchThrowableAsync(() -> assertThrowsAsync(IOException.class, one()))))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expected java.io.IOException to be thrown, but it returned 1");
        assertThat(await(failure(assertThrowsAsync(Error.class, () -> client.fetch("/")))))
                .hasMessage("Expected java.lang.Error to be thrown, but it returned \"page\"");
        assertThat(await(failure(assertThrowsExactlyAsync(Error.class, sleep(1)))))
                .hasMessage("Expected exactly java.lang.Error to be thrown, but it returned null");
    }

    @AsyncTest
    void tellsWhatWasThrownInstead() throws IOException {
        Throwable failure = await(failure(assertThrowsAsync(UncheckedIOException.class, client.fetch(""))));
        assertThat(failure)
                .hasMessage("Expected java.io.UncheckedIOException to be thrown, but it threw"
                        + " java.io.FileNotFoundException: refused")
                .hasCauseExactlyInstanceOf(FileNotFoundException.class);
        assertThat(await(failure(assertThrowsExactlyAsync(IOException.class, client.fetch("")))))
                .hasMessageStartingWith("Expected exactly java.io.IOException to be thrown");
        await(assertThrowsExactlyAsync(FileNotFoundException.class, client.fetch("")));
        assertThat(await(failure(assertDoesNotThrowAsync(client.fetch("")))))
                .hasMessage("Expected nothing to be thrown, but it threw" + " java.io.FileNotFoundException: refused")
                .hasCauseExactlyInstanceOf(FileNotFoundException.class);
        await(assertDoesNotThrowAsync(client.fetch("/")));
    }

    @AsyncTest
    void codeMayThrowBeforeItMakesACoroutine() {
        await(assertThrowsAsync(IllegalArgumentException.class, client::throwsWhenCalled));
        assertThat(await(failure(assertThrowsAsync(IOException.class, () -> null))))
                .hasMessageContaining("The code gave null, not a coroutine");
    }

    @AsyncTest
    void nothingRunsBeforeTheAssertionIsAwaited() {
        List<String> trail = new ArrayList<>();
        Coroutine<Void> assertion = assertDoesNotThrowAsync(() -> {
            trail.add("run");
            await(sleep(1));
            return Coroutine.done();
        });
        assertThat(trail).isEmpty();
        await(assertion);
        assertThat(trail).containsExactly("run");
    }

    @AsyncTest
    void theCodeRunsInTheTestsTask() {
        Task<?> test = currentTask();
        await(assertDoesNotThrowAsync(() -> {
            await(sleep(1));
            assertThat(currentTask()).isSameAs(test);
            USER.set("anna");
            return Coroutine.done();
        }));
        assertThat(USER.get()).isEqualTo("anna");
    }

    // ---- time ----------------------------------------------------------------------------------

    @AsyncTest
    void tellsWhenItEndedInstead() throws IOException {
        assertThat(await(failure(assertTimesOut(Duration.ofSeconds(5), client.fetch("/")))))
                .hasMessage("Expected not to have ended after 5s, but it returned \"page\" after 2s");
        assertThat(await(failure(assertTimesOut(Duration.ofSeconds(5), () -> client.fetch("")))))
                .hasMessage("Expected not to have ended after 5s, but it threw"
                        + " java.io.FileNotFoundException: refused after 2s")
                .hasCauseInstanceOf(IOException.class);
        Coroutine<Void> own = waitFor(new Promise<Void>(), Duration.ofSeconds(1));
        assertThat(await(failure(assertTimesOut(Duration.ofSeconds(5), own))))
                .as("a timeout of its own")
                .hasMessageContaining("it threw dev.jacquard.AsyncTimeoutException")
                .hasMessageEndingWith(" after 1s");
        assertThat(await(assertThrowsAsync(IllegalArgumentException.class, () -> zero())))
                .hasMessageContaining("has to be positive: PT0S");
    }

    private static Coroutine<Void> zero() {
        return assertTimesOut(Duration.ZERO, () -> sleep(1));
    }

    @AsyncTest
    void whatTimesOutIsCancelledAndHasEnded() {
        List<String> trail = new ArrayList<>();
        await(assertTimesOut(Duration.ofSeconds(1), () -> cleansUp(trail, false)));
        assertThat(trail).containsExactly("cleaned up");
        assertThat(await(failure(assertTimesOut(Duration.ofSeconds(1), () -> cleansUp(trail, true)))))
                .hasMessage("Expected not to have ended after 1s, but it threw"
                        + " java.lang.IllegalStateException: broken when it was cancelled");
        assertThat(currentTask().cancelling()).isZero();
    }

    @Async
    private static Coroutine<Void> cleansUp(List<String> trail, boolean fails) {
        try {
            await(new AsyncEvent().waitAsync());
        } finally {
            await(sleep(1));
            trail.add("cleaned up");
            if (fails) {
                throw new IllegalStateException("broken");
            }
        }
        return Coroutine.done();
    }

    // ---- cancellation --------------------------------------------------------------------------

    @AsyncTest
    void theTestsOwnCancellationIsNeverSwallowed() {
        List<Coroutine<?>> assertions = List.of(
                assertThrowsAsync(Throwable.class, new Promise<>()),
                assertThrowsExactlyAsync(CancelledError.class, new Promise<>()),
                assertDoesNotThrowAsync(new Promise<>()),
                catchThrowableAsync(new Promise<>()),
                assertTimesOut(Duration.ofDays(1), new Promise<>()),
                assertAllAsync(() -> sleep(Duration.ofDays(1)), () -> one()),
                assertThatThrownByAsync(new Promise<>()),
                assertThatCodeAsync(new Promise<>()));
        for (Coroutine<?> assertion : assertions) {
            Task<?> task = createTask(assertion);
            await(sleep(1));
            task.cancel();
            await(waitAll(List.of(task)));
            assertThat(task.isCancelled()).as(task.toString()).isTrue();
        }
    }

    @AsyncTest
    void norIsWhatTheCodeMakesOfIt() {
        Task<?> task =
                createTask(assertThrowsAsync(IllegalStateException.class, () -> cleansUp(new ArrayList<>(), true)));
        await(sleep(1));
        task.cancel();
        await(waitAll(List.of(task)));
        assertThat(task.exception()).isInstanceOf(IllegalStateException.class);
    }

    @AsyncTest
    void aTimeoutAroundAnAssertionIsNotItsMatter() {
        var slow = assertThrowsAsync(Throwable.class, new Promise<>());
        await(assertThrowsAsync(AsyncTimeoutException.class, waitFor(slow, Duration.ofDays(1))));
    }

    @AsyncTest
    void theCancellationOfSomethingElseIsSeen() {
        Promise<String> other = new Promise<>();
        getRunningLoop().callLater(Duration.ofSeconds(1), other::cancel);
        await(assertThrowsAsync(CancelledError.class, other));
        assertThat(await(failure(assertThrowsAsync(IOException.class, other))))
                .hasMessageContaining("it threw dev.jacquard.CancelledError");
    }

    @Test
    void theEndOfTheLoopIsNotSwallowedEither() {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            LoopExit exit = new LoopExit("over");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> tester.run(assertThrowsAsync(Error.class, ends(exit)))))
                    .isSameAs(exit);
        }
    }

    @Async
    private static Coroutine<Void> ends(LoopExit exit) {
        await(sleep(1));
        throw exit;
    }

    // ---- several -------------------------------------------------------------------------------

    @AsyncTest
    void allThatFailedIsTold() {
        List<String> trail = new ArrayList<>();
        Throwable failure = await(failure(assertAllAsync(
                () -> client.fetch(""),
                () -> {
                    await(sleep(1));
                    trail.add("second");
                    return Coroutine.done();
                },
                () -> assertThrowsAsync(IOException.class, one()))));
        assertThat(trail).containsExactly("second");
        assertThat(failure)
                .hasMessage(
                        """
                        2 of 3 checks failed:
                        - check 1: java.io.FileNotFoundException: refused
                        - check 3: java.lang.AssertionError: Expected java.io.IOException to be thrown, but it returned 1""");
        assertThat(failure.getSuppressed()).hasSize(2);
    }

    // ---- AssertJ -------------------------------------------------------------------------------

    @AsyncTest
    void assertJsOwnAssertionsGoOn() {
        await(assertThatCodeAsync(() -> client.fetch("/"))).doesNotThrowAnyException();
        await(assertThatCodeAsync(() -> client.fetch(""))).hasMessage("refused");
        assertThat(await(failure(assertThatThrownByAsync(one()))))
                .hasMessage("Expected a throwable to be thrown, but it returned 1");
        assertThat(await(catchThrowableAsync(one()))).isNull();
    }

    @AsyncTest
    void assertJsSoftAssertionsAreAsEver() {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(await(one())).isEqualTo(2);
        softly.assertThat(await(catchThrowableAsync(() -> client.fetch("")))).hasMessage("no");
        assertThat(softly.errorsCollected()).hasSize(2);
    }

    @Async
    private static Coroutine<Integer> one() {
        await(sleep(1));
        return Coroutine.of(1);
    }

    /** What a failing assertion throws. */
    private static Coroutine<AssertionError> failure(Coroutine<?> assertion) {
        return assertThrowsExactlyAsync(AssertionError.class, assertion);
    }
}
