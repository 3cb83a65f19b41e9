package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Hello;
import dev.jacquard.agenttests.programs.Loaders;
import dev.jacquard.agenttests.programs.Retransformed;
import dev.jacquard.agenttests.programs.Spy;
import dev.jacquard.agenttests.programs.Unnamed;
import dev.jacquard.agenttests.programs.Unserved;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's jar as users run it. */
class AgentTest {
    private static final String HELLO = "hello you\n10\n4\n";

    @TempDir
    Path dir;

    @Test
    void weavesAProgramWithItsMainClass() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent(), "-cp", Jvm.classPath(), Hello.class.getName())
                .succeeded();
        assertThat(jvm.out()).isEqualTo(HELLO);
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void worksWithoutDirectCalls() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent("direct=off"), "-cp", Jvm.classPath(), Hello.class.getName())
                .succeeded();
        assertThat(jvm.out()).isEqualTo(HELLO);
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void tellsWhatItWeavesAndDumpsIt() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent("verbose", "dump=" + dir), "-cp", Jvm.classPath(), Hello.class.getName())
                .succeeded();
        assertThat(jvm.err())
                .contains("[jacquard] Woven dev.jacquard.agenttests.programs.Hello in ")
                .contains(" hello(Ljava/lang/String;)Ldev/jacquard/Coroutine;");
        assertThat(dir.resolve("dev/jacquard/agenttests/programs/Hello.class")).isRegularFile();
        assertThat(dir.resolve("dev/jacquard/agenttests/programs/Hello$hello$Coroutine.class"))
                .isRegularFile();
    }

    @Test
    void anUnknownOptionEndsTheProgramWithAClearMessage() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent("fast"), "-cp", Jvm.classPath(), Hello.class.getName());
        assertThat(jvm.status()).isEqualTo(2);
        assertThat(jvm.out()).isEmpty();
        assertThat(jvm.err())
                .isEqualTo("[jacquard] Unknown option of the agent: 'fast'. Options are dump=DIR,"
                        + " verbose, direct=off, warnings=off and silence=W23+W24,"
                        + " separated by commas.\n");
    }

    @Test
    void withoutTheAgentAwaitSaysHowToSwitchItOn() {
        Jvm.Ended jvm = Jvm.java("-cp", Jvm.classPath(), Hello.class.getName());
        assertThat(jvm.status()).isEqualTo(1);
        assertThat(jvm.err()).contains("-javaagent:").contains("jacquard-agent.jar");
    }

    @Test
    void givenTwiceItWeavesOnce() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent(), Jvm.withAgent(), "-cp", Jvm.classPath(), Hello.class.getName())
                .succeeded();
        assertThat(jvm.out()).isEqualTo(HELLO);
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void aRunnableJarNeedsNoFlag() throws IOException {
        Manifest manifest = manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                String.join(
                        " ",
                        Stream.concat(Jvm.runtime().stream(), Stream.of(Jvm.programs(), Jvm.agent()))
                                .map(p -> p.toUri().toString())
                                .toList()));
        attributes.putValue("Launcher-Agent-Class", "dev.jacquard.agent.JacquardAgent");
        attributes.putValue("Can-Retransform-Classes", "true");
        Path jar = jar("app.jar", manifest);
        Jvm.Ended jvm = Jvm.java("-jar", jar.toString()).succeeded();
        assertThat(jvm.out()).isEqualTo(HELLO);
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void weavesModules() throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        Files.writeString(source.resolve("module-info.java"), "module com.acme.app { requires dev.jacquard.core; }");
        Path packageDir = Files.createDirectories(source.resolve("com/acme/app"));
        Files.writeString(
                packageDir.resolve("Main.java"),
                """
                package com.acme.app;
                import static dev.jacquard.Asyncio.*;
                import dev.jacquard.*;
                import dev.jacquard.annotations.Async;
                class Main {
                    @Async static Coroutine<Integer> f(int n) { await(sleep(1)); return Coroutine.of(n + 1); }
                    public static void main(String[] args) {
                        int two = run(() -> Coroutine.of(await(f(1))));
                        System.out.println(two + " " + Main.class.getModule().getName());
                    }
                }
                """);
        String path = Jvm.path(Jvm.runtime().stream());
        String modules = dir.resolve("modules").toString();
        Jvm.javac(
                        "-p",
                        path,
                        "-d",
                        modules,
                        source.resolve("module-info.java").toString(),
                        packageDir.resolve("Main.java").toString())
                .succeeded();
        Jvm.Ended jvm = Jvm.java(
                        Jvm.withAgent(),
                        "-p",
                        path + System.getProperty("path.separator") + modules,
                        "-m",
                        "com.acme.app/com.acme.app.Main")
                .succeeded();
        assertThat(jvm.out()).isEqualTo("2 com.acme.app\n");
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void servesCustomLoadersAndSkipsThoseThatDoNotSeeTheRuntime() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent(), "-cp", Jvm.classPath(), Loaders.class.getName())
                .succeeded();
        assertThat(jvm.out()).isEqualTo("dev.jacquard.agenttests.programs.Shop\n4\n");
        assertThat(jvm.err().lines())
                .singleElement()
                .asString()
                .startsWith("[jacquard] dev.jacquard.agenttests.programs.Shop mentions Jacquard, but"
                        + " its class loader ")
                .endsWith("Put jacquard-core on its class path.");
    }

    @Test
    void aClassThatIsDefinedWithoutItsNameIsWoven() {
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent(), "-cp", Jvm.classPath(), Unnamed.class.getName())
                .succeeded();
        assertThat(jvm.out()).isEqualTo("4\n");
        assertThat(jvm.err()).isEmpty();
    }

    @Test
    void whatCannotBeWovenIsToldAtLoad() throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        for (String type : new String[] {"Shown", "Again"}) {
            Files.writeString(
                    source.resolve(type + ".java"),
                    """
                    import static dev.jacquard.Asyncio.*;
                    import dev.jacquard.*;
                    import dev.jacquard.annotations.Async;
                    public class TYPE {
                        @Async public static Coroutine<Integer> f(Veiled it) {
                            it.close();
                            return Coroutine.of(await(sleep(java.time.Duration.ofMillis(1), 4)));
                        }
                    }
                    """
                            .replace("TYPE", type));
        }
        Files.writeString(
                source.resolve("Veiled.java"),
                "public class Veiled implements AutoCloseable { public void close() {} }");
        Path classes = dir.resolve("classes");
        Jvm.javac(
                        "-g",
                        "-cp",
                        Jvm.classPath(),
                        "-d",
                        classes.toString(),
                        source.resolve("Shown.java").toString(),
                        source.resolve("Again.java").toString(),
                        source.resolve("Veiled.java").toString())
                .succeeded();
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent(), "-cp", Jvm.classPath(), Unserved.class.getName(), classes.toString())
                .succeeded();
        assertThat(jvm.out())
                .isEqualTo("4\nUnsupportedClassVersionError\nUnsupportedClassVersionError\n" + "ClassFormatError\n");
        assertThat(jvm.err().lines())
                .satisfiesExactly(
                        missing -> assertThat(missing)
                                .startsWith("[jacquard] Cannot weave Shown.f (Shown.java:6)")
                                .endsWith("(Veiled, for the call of close()) [W16]"),
                        tooNew -> assertThat(tooNew)
                                .startsWith("[jacquard] Cannot weave Shown: the class-file")
                                .endsWith("[W17] Others like it are not told."),
                        damaged -> assertThat(damaged)
                                .startsWith("[jacquard] Cannot weave Shown: this is no")
                                .endsWith("[W18]"));
    }

    @Test
    void aWovenClassCanBeTransformedAgainAndSwapped() throws IOException {
        Path spy = spy();
        Path old = compileSwapped("old", "int a = 1; await(sleep(1)); return Coroutine.of(a);");
        Path changed = compileSwapped("changed", "int a = 2; await(sleep(2)); log(a); return Coroutine.of(a);");
        for (String[] agents :
                new String[][] {{Jvm.withAgent(), "-javaagent:" + spy}, {"-javaagent:" + spy, Jvm.withAgent()}}) {
            Jvm.Ended jvm = Jvm.java(
                            agents[0],
                            agents[1],
                            "-cp",
                            Jvm.classPath(),
                            Retransformed.class.getName(),
                            old.toString(),
                            changed.toString())
                    .succeeded();
            assertThat(jvm.out()).isEqualTo("7\n7\ntrue\n1\nswapped in\n2\n");
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void codeWithOtherAwaitsCannotBeSwappedInAndTheAgentSaysWhy() throws IOException {
        Path spy = spy();
        Path old = compileSwapped("old", "await(sleep(1)); return Coroutine.of(1);");
        Path changed = compileSwapped(
                "changed", "String s = \"\"; await(sleep(1)); await(sleep(1)); return" + " Coroutine.of(s.length());");
        Jvm.Ended jvm = Jvm.java(
                Jvm.withAgent(),
                "-javaagent:" + spy,
                "-cp",
                Jvm.classPath(),
                Retransformed.class.getName(),
                old.toString(),
                changed.toString());
        assertThat(jvm.status()).isEqualTo(1);
        assertThat(jvm.err())
                .contains("[jacquard] The new code cannot be swapped in: it has other awaits")
                .contains("Swapped$f$Coroutine cannot get other members. Restart the program.")
                .contains("UnsupportedOperationException");
    }

    private Path spy() throws IOException {
        Manifest manifest = manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.putValue("Premain-Class", Spy.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        return jar("spy.jar", manifest);
    }

    private Path compileSwapped(String name, String body) throws IOException {
        Path source = Files.createDirectories(dir.resolve(name + "-source")).resolve("Swapped.java");
        Files.writeString(
                source,
                """
                import static dev.jacquard.Asyncio.*;
                import dev.jacquard.*;
                import dev.jacquard.annotations.Async;
                public class Swapped {
                    @Async static Coroutine<Integer> f() { BODY }
                    static void log(int a) { System.out.println("swapped in"); }
                    public static Integer run() { return dev.jacquard.Asyncio.run(f()); }
                }
                """
                        .replace("BODY", body));
        Path classes = dir.resolve(name);
        Jvm.javac("-cp", Jvm.classPath(), "-d", classes.toString(), source.toString())
                .succeeded();
        return classes;
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    /** A jar with a manifest and nothing that matters. */
    private Path jar(String name, Manifest manifest) throws IOException {
        Path jar = dir.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.putNextEntry(new ZipEntry("readme.txt"));
            entries.closeEntry();
        }
        return jar;
    }
}
