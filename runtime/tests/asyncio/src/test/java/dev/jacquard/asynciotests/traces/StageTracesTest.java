package dev.jacquard.asynciotests.traces;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Methods that return stages, called outside of any loop, have the rows of plain calls. */
class StageTracesTest {
    @Async
    private static CompletableFuture<Integer> inner(CompletableFuture<Integer> stage) {
        int x = await(stage);
        if (x > 0) {
            throw new IllegalStateException("thrown");
        }
        return CompletableFuture.completedFuture(x);
    }

    @Async
    private static Coroutine<Integer> between(CompletableFuture<Integer> stage) {
        return Coroutine.of(await(stage));
    }

    @Async
    private static CompletableFuture<Integer> middle(CompletableFuture<Integer> stage) {
        return CompletableFuture.completedFuture(await(between(inner(stage))));
    }

    @Async
    private static CompletableFuture<Integer> outer(CompletableFuture<Integer> stage) {
        return CompletableFuture.completedFuture(await(middle(stage)));
    }

    @Async
    private static CompletableFuture<Integer> recursive(int n, CompletableFuture<Integer> stage) {
        return CompletableFuture.completedFuture(n == 0 ? await(inner(stage)) : await(recursive(n - 1, stage)));
    }

    @Test
    void thrownInTheFirstStep() {
        assertThat(rows(outer(CompletableFuture.completedFuture(1))))
                .containsExactly("inner", "between", "middle", "outer", "thrownInTheFirstStep");
    }

    @Test
    void thrownLater() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        CompletableFuture<Integer> outer = outer(stage);
        stage.complete(1);
        assertThat(rows(outer)).containsExactly("inner", "between", "middle", "outer");
    }

    @Test
    void failedLater() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        CompletableFuture<Integer> outer = outer(stage);
        stage.completeExceptionally(new IllegalStateException("failed"));
        assertThat(rows(outer)).containsExactly("failedLater", "inner", "between", "middle", "outer");
    }

    @Test
    void recursionHasARowForEachCall() {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        CompletableFuture<Integer> recursive = recursive(3, stage);
        stage.complete(1);
        assertThat(rows(recursive)).containsExactly("inner", "recursive", "recursive", "recursive", "recursive");
    }

    private static List<String> rows(CompletableFuture<?> failed) {
        try {
            failed.join();
        } catch (CompletionException e) {
            return Arrays.stream(e.getCause().getStackTrace())
                    .filter(r -> r.getClassName().equals(StageTracesTest.class.getName()))
                    .map(StackTraceElement::getMethodName)
                    .toList();
        }
        throw new AssertionError("nothing was thrown");
    }
}
