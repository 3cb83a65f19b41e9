package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other agents before and behind ours: one that changes classes once, as JaCoCo and AspectJ do, and one that changes
 * them again when they are loaded, as Mockito does.
 */
class AgentOrderTest {
    private static final String SOURCE =
            """
            import dev.jacquard.agenttests.programs.Shop;
            import java.lang.instrument.*;
            import java.nio.charset.StandardCharsets;
            import java.security.ProtectionDomain;
            import java.util.List;
            import net.bytebuddy.ByteBuddy;
            import net.bytebuddy.asm.Advice;
            import net.bytebuddy.dynamic.ClassFileLocator;
            import static net.bytebuddy.matcher.ElementMatchers.*;

            public class NAME implements ClassFileTransformer {
                public static int calls;
                static Instrumentation given;

                public static void premain(String options, Instrumentation i) {
                    given = i;
                    i.addTransformer(new NAME(), i.isRetransformClassesSupported());
                }

                @Override
                public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
                    if (!"dev/jacquard/agenttests/programs/Shop".equals(name)) { return null; }
                    boolean woven = new String(bytes, StandardCharsets.ISO_8859_1).contains("dev/jacquard/woven/WovenClass");
                    System.out.println("NAME sees a " + (woven ? "woven" : "plain") + " class");
                    return type == null ? null : advised(type, bytes);
                }

                /** As Mockito does: a variable that lives through the whole method. */
                private static byte[] advised(Class<?> type, byte[] bytes) {
                    return new ByteBuddy()
                            .redefine(type, ClassFileLocator.Simple.of(type.getName(), bytes))
                            .visit(Advice.to(Counting.class).on(isAnnotatedWith(named("dev.jacquard.annotations.Async"))))
                            .make()
                            .getBytes();
                }

                public static class Counting {
                    @Advice.OnMethodEnter
                    static Object enter() { NAME.calls++; return new Object(); }

                    @Advice.OnMethodExit
                    static void exit(@Advice.Enter Object held) { held.hashCode(); }
                }

                public static void main(String[] args) throws Exception {
                    Shop shop = new Shop(0);
                    for (int i = 0; i < 3; i++) { dev.jacquard.Asyncio.run(shop.total(List.of("tea"))); }
                    if (given.isRetransformClassesSupported()) { given.retransformClasses(Shop.class); }
                    System.out.println(dev.jacquard.Asyncio.run(shop.total(List.of("tea"))) + " " + calls);
                }
            }
            """;

    @TempDir
    Path dir;

    private String once;
    private String again;

    @BeforeEach
    void makeAgents() throws IOException {
        once = agent("Once", false);
        again = agent("Again", true);
    }

    @Test
    void whatChangesAClassOnceSeesItAsItWasCompiled() {
        for (List<String> order : List.of(List.of(once, ""), List.of("", once))) {
            Jvm.Ended jvm = run("Once", order);
            assertThat(jvm.out()).isEqualTo("Once sees a plain class\n7 0\n");
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void whatChangesAClassAgainGetsTheWovenOne() {
        for (List<String> order : List.of(List.of(again, ""), List.of("", again))) {
            Jvm.Ended jvm = run("Again", order);
            assertThat(jvm.out()).isEqualTo("Again sees a woven class\nAgain sees a woven class\n7 3\n");
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void bothWorkInEveryOrderButOne() {
        String plainThenWoven =
                "Once sees a plain class\n" + "Again sees a woven class\n" + "Again sees a woven class\n" + "7 3\n";
        for (List<String> order : List.of(
                List.of(once, again, ""),
                List.of(once, "", again),
                List.of("", once, again),
                List.of("", again, once),
                List.of(again, once, ""))) {
            Jvm.Ended jvm = run("Again", order);
            assertThat(jvm.out()).as("%s", order).isEqualTo(plainThenWoven);
            assertThat(jvm.err()).as("%s", order).isEmpty();
        }
    }

    @Test
    void theOrderThatCannotBeRightIsToldAtStart() {
        Jvm.Ended jvm = run("Again", List.of(again, "", once));
        assertThat(jvm.out()).startsWith("Once sees a woven class\n").endsWith("7 3\n");
        assertThat(jvm.err())
                .isEqualTo("[jacquard] The agent Once.jar comes after jacquard-agent, and Again.jar"
                        + " before it: so Once.jar sees woven classes. Put its -javaagent"
                        + " before that of jacquard-agent.\n");
    }

    /** An empty string stands for our agent. */
    private static Jvm.Ended run(String main, List<String> agents) {
        List<String> line = Stream.concat(
                        agents.stream().map(a -> a.isEmpty() ? Jvm.withAgent() : a),
                        Stream.of("-cp", classPath(), main))
                .toList();
        return Jvm.java(line.toArray(new String[0])).succeeded();
    }

    private static String classPath() {
        try {
            Path byteBuddy = Path.of(ByteBuddy.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Jvm.path(Stream.concat(Jvm.runtime().stream(), Stream.of(Jvm.programs(), byteBuddy)));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private String agent(String name, boolean retransforms) throws IOException {
        Path source = Files.createDirectories(dir.resolve("source")).resolve(name + ".java");
        Files.writeString(source, SOURCE.replace("NAME", name));
        Path classes = dir.resolve(name);
        Jvm.javac("-cp", classPath(), "-proc:none", "-d", classes.toString(), source.toString())
                .succeeded();
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", name);
        main.putValue("Can-Retransform-Classes", Boolean.toString(retransforms));
        Path jar = dir.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.sorted().toList()) {
                entries.putNextEntry(new ZipEntry(file.getFileName().toString()));
                entries.write(Files.readAllBytes(file));
                entries.closeEntry();
            }
        }
        return "-javaagent:" + jar;
    }
}
