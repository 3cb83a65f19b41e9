package dev.jacquard.asynciotests.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jacquard.BaseExceptionGroup;
import dev.jacquard.CancelledError;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.GeneratorExit;
import dev.jacquard.LoopExit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExceptionGroupTest {
    private final IOException io = new IOException("io");
    private final FileNotFoundException file = new FileNotFoundException("file");
    private final IllegalStateException state = new IllegalStateException("state");
    private final CancelledError cancelled = new CancelledError("cancelled");

    @Test
    void hasItsMessageAndItsMembersInOrder() {
        List<Throwable> given = new ArrayList<>(List.of(io, state));
        ExceptionGroup group = new ExceptionGroup("two", given);
        given.clear();
        assertThat(group).hasMessage("two").hasNoCause();
        assertThat(group.exceptions()).containsExactly(io, state).isUnmodifiable();
        assertThat(group).hasToString("dev.jacquard.ExceptionGroup: two (2 exceptions)");
    }

    @Test
    void membersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExceptionGroup("x", List.of()))
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExceptionGroup("x", List.of(io, cancelled)))
                .withMessageContaining("CancelledError")
                .withMessageContaining("BaseExceptionGroup.of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BaseExceptionGroup("x", List.of(io)))
                .withMessageContaining("Use ExceptionGroup");
        assertThatNullPointerException().isThrownBy(() -> new ExceptionGroup("x", Arrays.asList(io, null)));
    }

    static List<Throwable> base() {
        return List.of(
                new CancelledError(),
                new GeneratorExit(),
                new LoopExit(),
                new OutOfMemoryError(),
                new BaseExceptionGroup("inner", List.of(new CancelledError())));
    }

    @ParameterizedTest
    @MethodSource("base")
    void oneOfTheseMakesABaseGroup(Throwable member) {
        assertThat(BaseExceptionGroup.of("g", List.of(io, member))).isInstanceOf(BaseExceptionGroup.class);
    }

    @Test
    void allOthersMakeAnOrdinaryGroup() {
        List<Throwable> ordinary = List.of(
                io, state, new AssertionError(), new NoClassDefFoundError(), new ExceptionGroup("inner", List.of(io)));
        assertThat(BaseExceptionGroup.of("g", ordinary)).isInstanceOf(ExceptionGroup.class);
    }

    @Test
    void splitKeepsTheStructure() {
        ExceptionGroup inner = new ExceptionGroup("inner", List.of(file, state));
        ExceptionGroup group = new ExceptionGroup("outer", List.of(io, inner, state));
        group.initCause(new RuntimeException("cause"));
        ExceptionGroup.Split split = group.split(IOException.class);
        assertThat(shape(split.match())).isEqualTo("outer[io, inner[file]]");
        assertThat(shape(split.rest())).isEqualTo("outer[inner[state], state]");
        assertThat(split.match()).hasCause(group.getCause());
        assertThat(split.match().getStackTrace()).isEqualTo(group.getStackTrace());
        assertThat(split.match().exceptions().get(0)).isSameAs(io);
        assertThat(shape(group)).isEqualTo("outer[io, inner[file, state], state]");
    }

    @Test
    void subgroupIsTheMatch() {
        ExceptionGroup group = new ExceptionGroup("g", List.of(io, state));
        assertThat(shape(group.subgroup(IOException.class))).isEqualTo("g[io]");
        assertThat(group.subgroup(ArithmeticException.class)).isNull();
        assertThat(group.split(ArithmeticException.class).match()).isNull();
        assertThat(shape(group.split(ArithmeticException.class).rest())).isEqualTo("g[io, state]");
        assertThat(group.split(Exception.class).match()).isSameAs(group);
        assertThat(group.split(Exception.class).rest()).isNull();
    }

    @Test
    void conditionSeesGroupsBeforeTheirMembers() {
        ExceptionGroup inner = new ExceptionGroup("inner", List.of(file, state));
        ExceptionGroup group = new ExceptionGroup("outer", List.of(io, inner));
        ExceptionGroup.Split split = group.split(e -> "inner".equals(e.getMessage()));
        assertThat(split.match().exceptions()).containsExactly(inner);
        assertThat(shape(split.rest())).isEqualTo("outer[io]");
        assertThat(shape(group.subgroup(e -> e == state))).isEqualTo("outer[inner[state]]");
    }

    @Test
    void partsOfABaseGroupAreOfTheClassThatFits() {
        Throwable inner = BaseExceptionGroup.of("inner", List.of(cancelled, state));
        BaseExceptionGroup group = new BaseExceptionGroup("outer", List.of(io, inner));
        BaseExceptionGroup.Split split = group.split(CancelledError.class);
        assertThat(split.match()).isInstanceOf(BaseExceptionGroup.class);
        assertThat(shape(split.match())).isEqualTo("outer[inner[cancelled]]");
        assertThat(split.rest()).isInstanceOf(ExceptionGroup.class);
        assertThat(shape(split.rest())).isEqualTo("outer[io, inner[state]]");
        assertThat(group.subgroup(Exception.class)).isInstanceOf(ExceptionGroup.class);
        assertThat(group.subgroup(ArithmeticException.class)).isNull();
    }

    @Test
    void ordinaryToolsSeeTheMembers() {
        ExceptionGroup inner = new ExceptionGroup("inner", List.of(file));
        ExceptionGroup group = new ExceptionGroup("outer", List.of(io, inner));
        assertThat(group.getSuppressed()).containsExactly(io, inner);
        StringWriter text = new StringWriter();
        group.printStackTrace(new PrintWriter(text));
        assertThat(text.toString().lines().filter(line -> !line.strip().startsWith("at ")))
                .filteredOn(line -> !line.contains(" more"))
                .containsExactly(
                        "dev.jacquard.ExceptionGroup: outer (2 exceptions)",
                        "\tSuppressed: java.io.IOException: io",
                        "\tSuppressed: dev.jacquard.ExceptionGroup: inner (1 exception)",
                        "\t\tSuppressed: java.io.FileNotFoundException: file");
    }

    @Test
    void survivesSerialisation() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ExceptionGroup("g", List.of(io, state)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(shape((Throwable) in.readObject())).isEqualTo("g[io, state]");
        }
    }

    private static String shape(Throwable e) {
        List<Throwable> members = e instanceof ExceptionGroup group
                ? group.exceptions()
                : e instanceof BaseExceptionGroup group ? group.exceptions() : null;
        return members == null
                ? e.getMessage()
                : e.getMessage()
                        + members.stream().map(ExceptionGroupTest::shape).toList();
    }
}
