package dev.jacquard.agenttests;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.woven.Woven;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Opcodes;

/** The weaver knows the runtime by names only: each must be there, and all stand in one file. */
class RuntimeNamesTest {
    /** Names of packages and fields, and what is no name of a class by itself. */
    private static final Set<String> NO_CLASSES =
            Set.of("PREFIX", "TEST_KIT", "WEB", "STATE", "PARENT", "STEP", "OF_FRAME");

    /** Names that stand for others in {@link Woven}: the body passes its driver, too. */
    private static final Set<String> IN_NO_CLASS = Set.of("SUPPRESSED_UNWOVEN");

    private static final Path SOURCES = Path.of("..", "..", "..", "agent");

    /** A string with a name of ours; messages for people name packages and types, too. */
    private static final Pattern NAME = Pattern.compile("\"[^\" ]*dev[./]jacquard[^\" ]*\"");

    static List<Field> classes() {
        return fields(String.class)
                .filter(f -> !NO_CLASSES.contains(f.getName()))
                .collect(toList());
    }

    static List<Field> members() {
        return fields(RuntimeNames.Member.class)
                .filter(f -> !IN_NO_CLASS.contains(f.getName()))
                .collect(toList());
    }

    private static Stream<Field> fields(Class<?> type) {
        return Arrays.stream(RuntimeNames.class.getDeclaredFields())
                .filter(f -> f.getType() == type && !f.getName().contains("TORTURE")); // the torture test would fail
    }

    @ParameterizedTest
    @MethodSource("classes")
    void everyClassExists(Field field) throws Exception {
        field.setAccessible(true);
        String name = (String) field.get(null);
        assertThat(type(name.startsWith("L") ? name.substring(1, name.length() - 1) : name))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("members")
    void everyMemberExists(Field field) throws Exception {
        RuntimeNames.Member member = (RuntimeNames.Member) field.get(null);
        boolean isStatic = member.opcode() == Opcodes.INVOKESTATIC || member.opcode() == Opcodes.GETSTATIC;
        assertThat(modifiers(member)).satisfies(m -> {
            assertThat(Modifier.isStatic(m)).isEqualTo(isStatic);
            assertThat(Modifier.isPublic(m) || Modifier.isProtected(m)).isTrue();
        });
    }

    private static int modifiers(RuntimeNames.Member member) throws Exception {
        Class<?> owner = type(member.owner());
        if (member.opcode() == Opcodes.GETSTATIC) {
            Field field = owner.getDeclaredField(member.name());
            assertThat(field.getType().descriptorString()).isEqualTo(member.descriptor());
            return field.getModifiers();
        }
        MethodType type = MethodType.fromMethodDescriptorString(member.descriptor(), owner.getClassLoader());
        if (member.name().equals("<init>")) {
            return owner.getDeclaredConstructor(type.parameterArray()).getModifiers();
        }
        var method = owner.getDeclaredMethod(member.name(), type.parameterArray());
        assertThat(method.getReturnType()).isEqualTo(type.returnType());
        return method.getModifiers();
    }

    /** Whoever makes a functional interface in the web layer tells the weaver. */
    @Test
    void functionsOfTheWebLayerAreOurs() throws Exception {
        for (String name :
                List.of("Handler", "StreamHandler", "SocketHandler", "Provider", "Startup", "Work", "Around", "Next")) {
            String type = "dev/jacquard/web/" + name;
            assertThat(type(type).isAnnotationPresent(FunctionalInterface.class))
                    .as(type)
                    .isTrue();
            assertThat(RuntimeNames.isOurFunction(type)).as(type).isTrue();
        }
    }

    @Test
    void framesHaveTheFieldsThatAreNamed() throws Exception {
        Class<?> frame = type(RuntimeNames.FRAME);
        assertThat(frame.getDeclaredField(RuntimeNames.STATE).getType()).isEqualTo(int.class);
        assertThat(frame.getDeclaredField(RuntimeNames.PARENT)).isNotNull();
    }

    @Test
    void theLanguageIsOfAsyncio() throws Exception {
        List<String> suspending = Arrays.stream(type(RuntimeNames.ASYNCIO).getMethods())
                .map(m -> m.getName())
                .filter(Language::isSuspending)
                .distinct()
                .sorted()
                .toList();
        assertThat(suspending).containsExactly("await", "emit", "emitAndReceive");
    }

    @Test
    void bothSidesAgreeOnTheVersion() {
        assertThat(RuntimeNames.ABI).isEqualTo(Woven.ABI);
    }

    /** Neither the weaver nor the agent names anything of ours elsewhere. */
    @Test
    void namesStandInOneFile() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("src", "weaver/src")) {
            try (Stream<Path> all = Files.walk(SOURCES.resolve(module).resolve("main"))) {
                all.filter(p -> p.toString().endsWith(".java")).forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(80);
        for (Path file : files) {
            if (!file.endsWith("RuntimeNames.java")) {
                assertThat(NAME.matcher(Files.readString(file)).results().map(r -> r.group()))
                        .as("%s", file)
                        .isEmpty();
            }
        }
    }

    private static Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, RuntimeNamesTest.class.getClassLoader());
    }
}
