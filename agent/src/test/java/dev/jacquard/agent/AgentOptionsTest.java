package dev.jacquard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
    @Test
    void nothingGivenMeansQuietAndDirect() {
        for (String none : new String[] {null, ""}) {
            AgentOptions options = AgentOptions.parse(none);
            assertThat(options.verbose).isFalse();
            assertThat(options.direct).isTrue();
            assertThat(options.dump).isNull();
        }
    }

    @Test
    void optionsAreSeparatedByCommas() {
        AgentOptions options = AgentOptions.parse("dump=out/woven,verbose,direct=off");
        assertThat(options.dump).isEqualTo(new File("out/woven"));
        assertThat(options.verbose).isTrue();
        assertThat(options.direct).isFalse();
    }

    @Test
    void warningsAreSilencedByCode() {
        assertThat(AgentOptions.parse("verbose").silence).isEmpty();
        assertThat(AgentOptions.parse("silence=W23+W24,verbose").silence).isEqualTo("W23+W24");
        assertThat(AgentOptions.parse("warnings=off").silence).isEqualTo("all");
        for (String wrong : new String[] {"W99", "W01", "w23"}) {
            assertThatThrownBy(() -> AgentOptions.parse("silence=" + wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("There is no warning '" + wrong + "'")
                    .hasMessageContaining("W22, W23");
        }
    }

    @Test
    void anUnknownOptionIsNamedWithTheKnownOnes() {
        for (String wrong : new String[] {"verbos", "dump=", "dump", "direct=no", "verbose,x"}) {
            assertThatThrownBy(() -> AgentOptions.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Unknown option of the agent: '")
                    .hasMessageContaining("dump=DIR, verbose, direct=off");
        }
    }
}
