package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which class files are read to know a test by annotations of the user's. */
class MetaAnnotationsTest {
    private static final String DOOR = RuntimeNames.WOVEN_TESTS;

    private static final Map<String, byte[]> PROGRAM = InMemoryCompiler.debug()
            .compile(
                    Map.of(
                            "program.Shop",
                            """
                                    package program;
                                    import static dev.jacquard.Asyncio.*;
                                    import dev.jacquard.*;
                                    import dev.jacquard.annotations.*;
                                    class Shop {
                                        @Route @Async Coroutine<Void> a() { await(sleep(1)); return Coroutine.done(); }
                                        @Route void b() { createTask(a()); }
                                        @Deprecated void c() {}
                                    }
                                    """,
                            "program.Route",
                            """
                                    package program;
                                    import java.lang.annotation.*;
                                    @Retention(RetentionPolicy.RUNTIME) @Kind @interface Route {}
                                    """,
                            "program.Kind",
                            """
                                    package program;
                                    import java.lang.annotation.*;
                                    @Retention(RetentionPolicy.RUNTIME) @Kind @interface Kind {}
                                    """));

    private static List<String> readToWeave(String extra) {
        List<String> read = new ArrayList<>();
        ClassSource platform = ClassSource.of(MetaAnnotationsTest.class.getClassLoader());
        ClassSource source = name -> {
            read.add(name);
            return name.equals(extra) ? new byte[0] : PROGRAM.getOrDefault(name, platform.find(name));
        };
        assertThat(new Weaver(WeaverOptions.DEFAULT, source).weave(PROGRAM.get("program/Shop")))
                .isNotNull();
        return read;
    }

    @Test
    void noneWhereThereIsNoTestKit() {
        assertThat(readToWeave("")).containsOnlyOnce(DOOR).doesNotContain("program/Route");
    }

    @Test
    void eachOnceWhereThereIs() {
        assertThat(readToWeave(DOOR))
                .containsOnlyOnce("program/Route", "program/Kind")
                .doesNotContain("java/lang/Deprecated", "java/lang/annotation/Retention");
    }
}
