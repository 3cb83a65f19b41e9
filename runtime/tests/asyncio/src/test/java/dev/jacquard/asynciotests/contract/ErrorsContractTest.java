package dev.jacquard.asynciotests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Asyncio;
import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.GeneratorExit;
import dev.jacquard.LoopExit;
import dev.jacquard.TaskGroup;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of exceptions; for the classes of the others see {@link HierarchyContractTest}. */
class ErrorsContractTest {
    private final IOException io = new IOException("io");
    private final IllegalArgumentException argument = new IllegalArgumentException("argument");
    private final ExceptionGroup group = new ExceptionGroup("two", List.of(io, argument));

    @Test
    void exceptionGroup() {
        List<Throwable> exceptions = group.exceptions();
        ExceptionGroup ofIo = group.subgroup(IOException.class);
        ExceptionGroup ofNone = group.subgroup(ArithmeticException.class);
        assertThat(exceptions).containsExactly(io, argument);
        assertThat(ofIo.exceptions()).containsExactly(io);
        assertThat(ofNone).isNull();
    }

    @Test
    void split() {
        ExceptionGroup.Split split = group.split(IOException.class);
        ExceptionGroup match = split.match();
        ExceptionGroup rest = split.rest();
        assertThat(match.exceptions()).containsExactly(io);
        assertThat(rest.exceptions()).containsExactly(argument);
        assertThat(group.split(Exception.class).rest()).isNull();
    }

    static List<Throwable> ordinary() {
        return List.of(new IOException(), new IllegalStateException(), new AssertionError(), new Error());
    }

    static List<Throwable> base() {
        return List.of(new CancelledError("m"), new GeneratorExit(), new LoopExit(), new StackOverflowError());
    }

    private static Throwable groupOf(Throwable e) {
        return BaseExceptionGroup.of("one", List.of(e));
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void isAnExceptionGroup(Throwable member) {
        assertThat(groupOf(member)).isExactlyInstanceOf(ExceptionGroup.class);
    }

    @ParameterizedTest
    @MethodSource("base")
    void isABaseExceptionGroup(Throwable member) {
        assertThat(groupOf(member)).isExactlyInstanceOf(BaseExceptionGroup.class);
    }

    /** A user sees the choice where a group of tasks fails. */
    @Test
    void taskGroupsChooseOne() {
        assertThat(catchThrowable(() -> groupThatFailsWith(new AssertionError("member"))))
                .isExactlyInstanceOf(ExceptionGroup.class);
        assertThat(catchThrowable(() -> groupThatFailsWith(new GeneratorExit())))
                .isExactlyInstanceOf(BaseExceptionGroup.class);
    }

    private static void groupThatFailsWith(Error e) {
        Asyncio.run(TaskGroup.run(group -> {
            group.createTask(Coroutine.failed(e));
            return Coroutine.done();
        }));
    }
}
