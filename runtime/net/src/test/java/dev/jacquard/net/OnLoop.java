package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.Leak;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs programs on loops with a backend; what they leave behind fails them. */
final class OnLoop {
    static final String HOST = "127.0.0.1";

    private static final String DESCRIPTORS = "/proc/self/fd";

    private OnLoop() {}

    static <T, X extends Exception> T run(IoBackend backend, ThrowingAsyncCallable<T, X> program) throws X {
        return run(tester(backend), program);
    }

    static <T, X extends Exception> T run(AsyncTester.Builder builder, ThrowingAsyncCallable<T, X> program) throws X {
        try (AsyncTester tester = builder.build()) {
            return tester.run(program);
        }
    }

    /** The same, and returns what the loop's exception handler was told. */
    static List<ErrorContext> errorsOf(IoBackend backend, ThrowingAsyncCallable<Void, IOException> program)
            throws IOException {
        List<ErrorContext> errors = new ArrayList<>();
        try (AsyncTester tester = tester(backend).build()) {
            tester.loop().setExceptionHandler((loop, e) -> errors.add(e));
            tester.run(ignoring(program));
        }
        return errors;
    }

    @Async
    private static Coroutine<Void> ignoring(ThrowingAsyncCallable<Void, IOException> program) {
        try {
            await(program.call());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Coroutine.done();
    }

    static AsyncTester.Builder tester(IoBackend backend, Leak... allowed) {
        Assumptions.assumeTrue(backend.isAvailable());
        return AsyncTester.builder().realTime().allow(allowed).loopFactory(options -> {
            EventLoop loop = options.build();
            NettyPoller.of(loop, backend);
            return loop;
        });
    }

    /**
     * How many descriptors this process has open that are no files: sockets, selectors, rings, pipes. The JVM itself
     * opens files now and then, to see what memory it may have.
     */
    static int descriptors() {
        String[] open = new File(DESCRIPTORS).list();
        Assumptions.assumeTrue(open != null, "no " + DESCRIPTORS);
        return (int) Stream.of(open).filter(OnLoop::isNoFile).count();
    }

    private static boolean isNoFile(String descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of(DESCRIPTORS, descriptor));
            return !target.isAbsolute(); // but something like socket:[4711]
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
