package dev.jacquard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void wrongArgumentsGiveStatusTwo(@TempDir Path dir) {
        assertThat(Main.run()).isEqualTo(2);
        assertThat(Main.run("wave")).isEqualTo(2);
        assertThat(Main.run("weave")).isEqualTo(2);
        assertThat(Main.run("weave", dir.resolve("missing").toString())).isEqualTo(2);
        assertThat(Main.run("weave", dir.resolve("missing.jar").toString())).isEqualTo(2);
        assertThat(Main.run("weave", dir.toString(), "-cp")).isEqualTo(2);
        assertThat(Main.run("weave", dir.toString(), "--fast")).isEqualTo(2);
        assertThat(Main.run("weave", dir.toString(), "-silence")).isEqualTo(2);
        assertThat(Main.run("weave", dir.toString(), "-silence", "W01")).isEqualTo(2);
        assertThat(Main.run("ps")).isEqualTo(2);
        assertThat(Main.run("pstree", "main")).isEqualTo(2);
        assertThat(Main.run("ps", "1", "2")).isEqualTo(2);
    }

    @Test
    void aDirectoryWithNothingToWeaveStaysAsItIs(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("MainTest.class");
        byte[] classFile =
                MainTest.class.getResourceAsStream("/java/lang/Object.class").readAllBytes();
        Files.write(file, classFile);
        assertThat(Main.run("weave", dir.toString(), "-cp", dir + ":" + dir.resolve("missing.jar")))
                .isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(classFile);
        assertThat(dir).isDirectoryContaining(p -> p.equals(file));
    }
}
