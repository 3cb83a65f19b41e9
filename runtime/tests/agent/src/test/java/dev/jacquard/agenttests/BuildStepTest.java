package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.agenttests.programs.Hello;
import dev.jacquard.bytebuddy.JacquardPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.asm.MemberAttributeExtension;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same input, same bytes, whoever weaves. */
class BuildStepTest {
    private static final String PROGRAMS = "dev/jacquard/agenttests/programs";

    @TempDir
    Path dir;

    @Test
    void theCommandGivesWhatTheAgentGives() throws IOException {
        Path woven = copyOfPrograms("command");
        Jvm.Ended jvm = weave(woven).succeeded();
        assertThat(jvm.err()).isEmpty();
        assertSameAsAgent(woven);
        runs(woven);
    }

    @Test
    void theCommandRunTwiceChangesNothing() throws IOException {
        Path woven = copyOfPrograms("twice");
        weave(woven).succeeded();
        Map<String, String> once = ClassFiles.read(woven);
        assertThat(weave(woven).succeeded().out()).startsWith("Woven 0 classes");
        assertThat(ClassFiles.read(woven)).isEqualTo(once);
    }

    @Test
    void byteBuddysPluginGivesWhatTheAgentGives() throws IOException {
        Path woven = dir.resolve("byte-buddy");
        byteBuddy(copyOfPrograms("plain"), woven, new JacquardPlugin());
        assertSameAsAgent(woven);
        runs(woven);
    }

    @Test
    void otherPluginsOfByteBuddyMayComeBeforeAndAfter() throws IOException {
        for (boolean first : new boolean[] {true, false}) {
            Path woven = dir.resolve("both-" + first);
            Path plain = copyOfPrograms("plain-" + first);
            byteBuddy(
                    plain,
                    woven,
                    first ? new Annotating() : new JacquardPlugin(),
                    first ? new JacquardPlugin() : new Annotating());
            assertThat(Files.readString(woven.resolve(PROGRAMS + "/Hello.class"), StandardCharsets.ISO_8859_1))
                    .contains("Ljava/lang/Deprecated;")
                    .contains("Ldev/jacquard/woven/WovenClass;");
            runs(woven);
        }
    }

    @Test
    void aClassThatIsWovenAtBuildTimeIsLeftAloneByTheAgent() throws IOException {
        Path woven = copyOfPrograms("both");
        weave(woven).succeeded();
        Jvm.Ended jvm = Jvm.java(Jvm.withAgent("verbose"), "-cp", classPath(woven), Hello.class.getName())
                .succeeded();
        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out()).startsWith("hello you\n");
    }

    @Test
    void aRefusalFailsTheStepAndIsReportedEachTime() throws IOException {
        Path classes = refused();
        Map<String, String> before = ClassFiles.read(classes);
        for (int i = 0; i < 2; i++) {
            Jvm.Ended jvm = weave(classes);
            assertThat(jvm.status()).isEqualTo(1);
            assertThat(jvm.err())
                    .contains("Cannot weave Refused.f (Refused.java:6): await inside a synchronized" + " block");
            assertThat(ClassFiles.read(classes)).isEqualTo(before);
        }
        assertThatThrownBy(() -> byteBuddy(classes, dir.resolve("refused-woven"), new JacquardPlugin()))
                .hasStackTraceContaining(
                        "Cannot weave Refused.f (Refused.java:6): await inside a synchronized" + " block");
    }

    private Path refused() throws IOException {
        Path source = Files.createDirectories(dir.resolve("source")).resolve("Refused.java");
        Files.writeString(
                source,
                """
                import static dev.jacquard.Asyncio.*;
                import dev.jacquard.*;
                import dev.jacquard.annotations.Async;
                public class Refused {
                    @Async static Coroutine<Void> f(Object o) {
                        synchronized (o) { await(sleep(1)); }
                        return Coroutine.done();
                    }
                }
                """);
        Path classes = dir.resolve("refused");
        Jvm.javac("-g", "-cp", Jvm.classPath(), "-d", classes.toString(), source.toString())
                .succeeded();
        return classes;
    }

    /** Adds an annotation to each method: a plugin that has nothing to do with ours. */
    private static final class Annotating implements Plugin {
        @Override
        public boolean matches(TypeDescription type) {
            return type.getSimpleName().equals("Hello");
        }

        @Override
        public DynamicType.Builder<?> apply(
                DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
            return builder.visit(new MemberAttributeExtension.ForMethod()
                    .annotateMethod(AnnotationDescription.Builder.ofType(Deprecated.class)
                            .build())
                    .on(ElementMatchers.named("main")));
        }

        @Override
        public void close() {}
    }

    private Path copyOfPrograms(String name) throws IOException {
        return ClassFiles.copy(Jvm.programs(), PROGRAMS, dir.resolve(name));
    }

    private static Jvm.Ended weave(Path classes) {
        return Jvm.java(
                "-jar", Jvm.agent().toString(), "weave", classes.toString(), "-cp", Jvm.path(Jvm.runtime().stream()));
    }

    private static void byteBuddy(Path from, Path to, Plugin... plugins) throws IOException {
        Files.createDirectories(to);
        new Plugin.Engine.Default()
                .with(ClassFileLocator.ForClassLoader.of(BuildStepTest.class.getClassLoader()))
                .apply(
                        from.toFile(),
                        to.toFile(),
                        Arrays.stream(plugins).map(Plugin.Factory.Simple::new).toList());
    }

    private static String classPath(Path programs) {
        return Jvm.path(Stream.concat(Jvm.runtime().stream(), Stream.of(programs)));
    }

    private static void runs(Path woven) {
        Jvm.Ended jvm = Jvm.java("-cp", classPath(woven), Hello.class.getName()).succeeded();
        assertThat(jvm.out()).isEqualTo("hello you\n10\n4\n");
    }

    private void assertSameAsAgent(Path woven) throws IOException {
        Path dump = dir.resolve("dump");
        Jvm.java(Jvm.withAgent("dump=" + dump), "-cp", Jvm.classPath(), Hello.class.getName())
                .succeeded();
        Map<String, String> dumped = ClassFiles.read(dump);
        assertThat(dumped).containsKeys(PROGRAMS + "/Hello.class", PROGRAMS + "/Shop$price$Coroutine.class");
        assertThat(ClassFiles.read(woven)).containsAllEntriesOf(dumped);
    }
}
