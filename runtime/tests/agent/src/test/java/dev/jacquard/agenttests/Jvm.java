package dev.jacquard.agenttests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a program in a JVM of its own, the same JDK as the tests', and keeps what it said. */
final class Jvm {
    /** What is left of a JVM. */
    record Ended(int status, String out, String err) {
        Ended succeeded() {
            assertThat(status).as("exit status; it said: %s%s", out, err).isZero();
            return this;
        }
    }

    private Jvm() {}

    static Path agent() {
        Path jar = Path.of(System.getProperty("jacquard.agent.jar", "../../../agent/target/jacquard-agent.jar"));
        assertThat(jar).as("the agent's jar, made by mvn package").isRegularFile();
        return jar.normalize();
    }

    static String withAgent(String... options) {
        return "-javaagent:" + agent() + (options.length == 0 ? "" : "=" + String.join(",", options));
    }

    /** Core and annotations. */
    static List<Path> runtime() {
        return List.of(placeOf(Coroutine.class), placeOf(Async.class));
    }

    /** The compiled programs of these tests. */
    static Path programs() {
        return placeOf(Jvm.class);
    }

    static String path(Stream<Path> entries) {
        return String.join(File.pathSeparator, entries.map(Path::toString).toList());
    }

    /** Core, annotations and the programs. */
    static String classPath() {
        return path(Stream.concat(runtime().stream(), Stream.of(programs())));
    }

    static Ended java(String... args) {
        return run(System.getProperty("java.home") + "/bin/java", args);
    }

    static Ended jshell(String... args) {
        return run(System.getProperty("java.home") + "/bin/jshell", args);
    }

    static Ended javac(String... args) {
        return run(System.getProperty("java.home") + "/bin/javac", args);
    }

    private static Ended run(String command, String... args) {
        List<String> line = new ArrayList<>();
        line.add(command);
        line.addAll(List.of(args));
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(60, SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("Still running after 60 s: " + line + "\n" + Files.readString(err));
                }
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
