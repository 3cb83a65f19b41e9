package dev.jacquard.weavingtests.faults;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The faults still fit the weaver's source; whether they are noticed see {@link PlantedFaultsTest}. */
class FaultTextsTest {
    @ParameterizedTest
    @EnumSource(Fault.class)
    void fits(Fault fault) throws Exception {
        Path sources = Path.of(System.getProperty("jacquard.weaver.sources", "../../../agent/weaver/src/main/java"));
        String text = Files.readString(sources.resolve("dev/jacquard/weaver/" + fault.file + ".java"));
        assertThatCode(() -> fault.plant(text)).doesNotThrowAnyException();
    }
}
