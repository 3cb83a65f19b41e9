package dev.jacquard.asynciotests.generators;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.Closeable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AsyncExitStackTest extends Programs {
    final class Connection implements AsyncCloseable {
        final String name;
        final Throwable atClose;

        Connection(String name, Throwable atClose) {
            this.name = name;
            this.atClose = atClose;
        }

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            trail.add("closing " + name);
            await(sleep(10));
            if (atClose != null) {
                return Coroutine.failed(atClose);
            }
            trail.add("closed " + name);
            return Coroutine.done();
        }
    }

    @Async
    Coroutine<Connection> connect(String name) {
        await(sleep(10));
        return Coroutine.of(new Connection(name, null));
    }

    Closeable file(String name) {
        return () -> trail.add("closed " + name);
    }

    @AsyncTest
    void closesLastFirstAndAwaits() {
        try (var stack = new AsyncExitStack()) {
            assertThat(await(stack.enter(connect("a"))).name).isEqualTo("a");
            Closeable file = file("file");
            assertThat(stack.enter(file)).isSameAs(file);
            stack.callback(() -> trail.add("callback"));
            stack.callbackAsync(() -> {
                await(sleep(5));
                trail.add("async callback");
                return Coroutine.done();
            });
            trail.add("body");
        }
        trail.add("after");
        assertThat(trail)
                .containsExactly("body", "async callback", "callback", "closed file", "closing a", "closed a", "after");
    }

    @AsyncTest
    void closingAgainDoesNothingAndItCanBeUsedAgain() {
        var stack = new AsyncExitStack();
        stack.callback(() -> trail.add(1));
        await(stack.closeAsync());
        await(stack.closeAsync());
        stack.callback(() -> trail.add(2));
        await(stack.closeAsync());
        assertThat(trail).containsExactly(1, 2);
    }

    @AsyncTest
    void popAllMovesWhatIsToBeClosed() {
        AsyncExitStack kept;
        try (var stack = new AsyncExitStack()) {
            stack.callback(() -> trail.add("first"));
            stack.callback(() -> trail.add("second"));
            kept = stack.popAll();
        }
        trail.add("left");
        kept.callback(() -> trail.add("third"));
        await(kept.closeAsync());
        assertThat(trail).containsExactly("left", "third", "second", "first");
    }

    @Test
    void anOpeningThatFailsAddsNothing() {
        assertThatThrownBy(() -> OnVirtualTime.run(() -> {
                    try (var stack = new AsyncExitStack()) {
                        await(stack.enter(connect("a")));
                        await(stack.enter(Coroutine.<Connection>failed(new IOException("b"))));
                    }
                    return Coroutine.done();
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("b");
        assertThat(trail).containsExactly("closing a", "closed a");
    }

    @Test
    void theFirstExceptionIsThrownAndLaterOnesAreSuppressed() {
        Throwable thrown = catchThrowable(() -> OnVirtualTime.run(() -> {
            try (var stack = new AsyncExitStack()) {
                stack.enter(new Connection("a", new IOException("a")));
                stack.callback(() -> trail.add("between"));
                stack.enter((AutoCloseable) () -> {
                    throw new IOException("b");
                });
            }
            return Coroutine.done();
        }));
        assertThat(thrown).isInstanceOf(IOException.class).hasMessage("b");
        assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage).containsExactly("a");
        assertThat(trail).containsExactly("between", "closing a");
    }

    @Test
    void runKeepsTheBodysExceptionFirst() {
        Throwable thrown = catchThrowable(() -> OnVirtualTime.run(() -> {
            await(AsyncExitStack.run(stack -> {
                stack.enter(new Connection("a", new IOException("close")));
                await(sleep(1));
                throw new IllegalArgumentException("body");
            }));
            return Coroutine.done();
        }));
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage("body");
        assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage).containsExactly("close");
    }

    @AsyncTest
    void runGivesTheBodysValueAndItsCheckedException() {
        int v = await(AsyncExitStack.run(stack -> {
            stack.callback(() -> trail.add("closed"));
            return Coroutine.of(7);
        }));
        assertThat(v).isEqualTo(7);
        try {
            await(AsyncExitStack.run(stack -> read(stack)));
        } catch (IOException e) {
            trail.add(e.getMessage());
        }
        assertThat(trail).containsExactly("closed", "closed too", "read");
    }

    @Async
    Coroutine<Integer> read(AsyncExitStack stack) throws IOException {
        stack.callback(() -> trail.add("closed too"));
        await(sleep(1));
        throw new IOException("read");
    }

    @AsyncTest
    void whatIsPushedSeesTheExceptionAndMayEndIt() {
        Object v = await(AsyncExitStack.run(stack -> {
            stack.push(e -> sees("outer", e, false));
            stack.push(e -> sees("ends", e, true));
            stack.push(e -> sees("inner", e, false));
            throw new IllegalArgumentException("body");
        }));
        assertThat(v).isNull();
        assertThat(trail).containsExactly("inner body", "ends body", "outer null");
    }

    @Async
    Coroutine<Boolean> sees(String name, Throwable e, boolean ends) {
        await(sleep(1));
        trail.add(name + " " + (e == null ? null : e.getMessage()));
        return Coroutine.of(ends);
    }

    @Test
    void whatIsPushedMayTranslateTheException() {
        Throwable thrown = catchThrowable(() -> OnVirtualTime.run(() -> {
            await(new AsyncExitStack().with(() -> {
                throw new IllegalStateException();
            }));
            return Coroutine.done();
        }));
        assertThat(thrown).isInstanceOf(IllegalStateException.class);
        thrown = catchThrowable(() -> OnVirtualTime.run(() -> {
            var stack = new AsyncExitStack();
            stack.push(e -> Coroutine.failed(new IllegalArgumentException("translated", e)));
            await(stack.with(() -> {
                throw new IllegalStateException("original");
            }));
            return Coroutine.done();
        }));
        assertThat(thrown).hasMessage("translated");
        assertThat(thrown.getCause()).hasMessage("original");
        assertThat(thrown.getSuppressed()).isEmpty();
    }

    @Async
    Coroutine<Void> useTwo() {
        try (var stack = new AsyncExitStack()) {
            await(stack.enter(connect("a")));
            await(stack.enter(connect("b")));
            trail.add("body");
            await(sleep(1000));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void cancelledInTheBodyItClosesEverything() {
        var task = createTask(useTwo());
        await(sleep(50));
        task.cancel("stop");
        trail.add(await(reasonOf(task)));
        assertThat(trail).containsExactly("body", "closing b", "closed b", "closing a", "closed a", "stop");
    }

    @AsyncTest
    void cancelledWhileItClosesItClosesTheRest() {
        var task = createTask(useTwo());
        await(sleep(50));
        task.cancel("first");
        await(sleep(5)); // in b's close
        task.cancel("second");
        trail.add(await(reasonOf(task)));
        assertThat(trail)
                .as("b's own closing was cancelled")
                .containsExactly("body", "closing b", "closing a", "closed a", "first");
    }

    @AsyncTest
    void cancelledWhileItOpensItClosesWhatIsOpen() {
        var task = createTask(useTwo());
        await(sleep(15));
        task.cancel("opening");
        trail.add(await(reasonOf(task)));
        assertThat(trail).containsExactly("closing a", "closed a", "opening");
    }

    @AsyncTest
    void aCancellationIsNotSuppressedByAnException() {
        var task = createTask(AsyncExitStack.run(stack -> {
            await(stack.enter(connect("a")));
            throw new IllegalArgumentException("body");
        }));
        await(sleep(15)); // in a's close
        task.cancel("stop");
        try {
            await(task);
        } catch (CancelledError e) {
            trail.add(e.getMessage() + " " + e.getSuppressed()[0].getMessage());
        }
        assertThat(task.isCancelled()).isTrue();
        assertThat(trail).containsExactly("closing a", "stop body");
    }

    @Async
    static Coroutine<String> reasonOf(dev.jacquard.Task<?> task) {
        try {
            await(task);
            return Coroutine.of("not cancelled");
        } catch (CancelledError e) {
            return Coroutine.of(e.getMessage());
        }
    }

    @AsyncTest
    void aFunctionIsAnAsyncCloseable() {
        AsyncCloseable closing = () -> logOut("me");
        try (closing) {
            trail.add("body");
        }
        assertThat(trail).containsExactly("body", "me is out");
    }

    @Async
    Coroutine<Void> logOut(String name) {
        await(sleep(1));
        trail.add(name + " is out");
        return Coroutine.done();
    }
}
