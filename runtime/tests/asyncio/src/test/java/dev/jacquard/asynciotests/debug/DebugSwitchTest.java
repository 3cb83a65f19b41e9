package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Debug mode that is switched on for a JVM is not silenced by a program that asks for none. */
class DebugSwitchTest {
    /** Says how loops are that were made in several ways. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            List<Boolean> debug = new ArrayList<>();
            debug.add(Asyncio.run(isDebug()));
            debug.add(Asyncio.run(isDebug(), false));
            debug.add(Asyncio.run(isDebug(), true));
            try (Runner runner = Runner.builder().debug(false).build()) {
                debug.add(runner.run(isDebug()));
            }
            EventLoop loop = EventLoop.builder().debug(false).build();
            debug.add(loop.isDebug());
            loop.setDebug(false);
            debug.add(loop.isDebug());
            loop.close();
            System.out.println(debug);
        }

        @Async
        private static Coroutine<Boolean> isDebug() {
            await(sleep(0));
            return Coroutine.of(getRunningLoop().isDebug());
        }
    }

    private static String outputOf(boolean environment, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("-javaagent:") && argument.contains("jacquard-agent")) {
                command.add(argument);
            }
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Program.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JACQUARD_DEBUG");
        if (environment) {
            builder.environment().put("JACQUARD_DEBUG", "1");
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void whoStartsTheJvmHasTheLastWord() throws Exception {
        String on = "[true, true, true, true, true, false]";
        assertThat(outputOf(true)).contains(on);
        assertThat(outputOf(false, "-Djacquard.debug=true")).contains(on);
        assertThat(outputOf(false)).contains("[false, false, true, false, false, false]");
    }
}
