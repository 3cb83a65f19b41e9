package dev.jacquard.subprocess;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.CancelEverywhere;
import dev.jacquard.testing.CancelEverywhere.At;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes, cancelled at each turn of the loop: none goes on, no pipe stays open. */
@CancelEverywhere(at = At.LOOP_TURNS, descriptors = true)
@AsyncSettings(time = TestTime.REAL)
@DisabledOnOs(OS.WINDOWS)
class CancelledSubprocessTest {
    @AsyncTest
    void communicated() throws IOException {
        Output sorted = await(Subprocess.exec("sort").output("b\na\n".getBytes()));
        assertThat(sorted.stdoutText()).isEqualTo("a\nb\n");
    }

    @AsyncTest
    void spokenTo() throws IOException {
        try (Subprocess cat = await(Subprocess.exec("cat").pipes().start())) {
            cat.stdin().write("x\n");
            await(cat.stdin().drain());
            assertThat(await(cat.stdout().readLine())).hasSize(2);
        }
    }

    @AsyncTest
    void killed() throws IOException {
        try (Subprocess sleep = await(Subprocess.exec("sleep", "1000").start())) {
            await(sleep.sendSignal("TERM"));
            assertThat(await(sleep.waitAsync())).isEqualTo(128 + 15);
        }
    }
}
