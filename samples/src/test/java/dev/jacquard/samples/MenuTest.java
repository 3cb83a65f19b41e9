package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.docstesting.Output;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MenuTest {
    private static final List<Program> PROGRAMS = new Menu(Catalogue.GROUPS).programs();

    @ParameterizedTest
    @ValueSource(strings = {"list", "help", "-h", "--help"})
    void listsAllPrograms(String word) throws Exception {
        assertThat(Output.of(() -> assertThat(Menu.run(word)).isZero()))
                .contains(Catalogue.GROUPS.stream().map(Group::title).toList())
                .contains(PROGRAMS.stream().map(Program::name).toList());
    }

    @Test
    void namesAreUnique() {
        assertThat(PROGRAMS.stream().map(Program::name)).doesNotHaveDuplicates();
    }

    @Test
    void unknownNameIsAnErrorThatNamesTheKnownOnes() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(Menu.run("helo")).isEqualTo(2)))
                .contains("no program \"helo\"", "hello", "crawler", "kv");
    }

    @Test
    void passesTheRemainingArgumentsOn() throws Exception {
        assertThat(Output.of(() -> assertThat(Menu.run("hello", "you")).isZero()))
                .contains("... you!");
    }

    @Test
    void reportsTheStatusOfTheProgram() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(Menu.run("kv", "--port")).isEqualTo(2)))
                .contains("usage: kv [--host HOST]");
    }

    @Test
    void tourRunsEverySampleInOrder() throws Exception {
        List<String> headings = PROGRAMS.stream()
                .filter(Program::inTour)
                .map(program -> "=== " + program.name() + ": " + program.summary())
                .toList();
        assertThat(Output.linesOf(() -> assertThat(Menu.run()).isZero())).containsSubsequence(headings);
    }

    @Test
    void aProgramThatFailsMakesTheTourFailAfterTheOthers() throws Exception {
        List<String> ran = new ArrayList<>();
        Menu menu = new Menu(List.of(Group.of(
                "Some",
                Program.sample("cancelled", "", a -> fail()),
                new Program("unlucky", "", true, a -> 3),
                Program.endless("left-out", "", a -> ran.add("never")),
                Program.sample("last", "", a -> ran.add("last")))));
        assertThat(Output.errorsOf(() -> assertThat(menu.choose()).isEqualTo(3)))
                .contains("\"cancelled\" has failed", "CancelledError: too bad");
        assertThat(ran).containsExactly("last");
    }

    private static void fail() {
        throw new CancelledError("too bad");
    }
}
