package dev.jacquard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the build step cannot weave it says, class by class, and nothing is left without a word. */
class WhatIsLeftTest {
    private static final String COROUTINE = "dev/jacquard/Coroutine";
    private static final String CLOSEABLE = "dev/jacquard/AsyncCloseable";

    private Path top;
    private Path dir;

    @BeforeProperty
    void makeDirectory() throws IOException {
        top = Files.createTempDirectory("left");
        dir = Files.createDirectory(top.resolve("classes"));
    }

    @AfterProperty
    void removeDirectory() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(top)) {
            all = new ArrayList<>(walk.sorted().toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }

    // ---- class files that cannot be read --------------------------------------------------------

    @Example
    void aClassFileIsReadUpToTheNewestVersionThatAsmKnows() throws IOException {
        write(dir, "com/acme/Shop", version(shop("com/acme/Res", "close", "()V"), 72));
        // the missing class, which is not asked for before the file is read
        assertThat(weave().refusals())
                .singleElement()
                .asString()
                .contains("com.acme.Shop.go")
                .endsWith("[W16]");
    }

    @Example
    void aClassThatIsTooNewIsToldAndOthersAreNot() throws IOException {
        write(dir, "com/acme/Shop", version(plain("com/acme/Shop"), 73));
        write(dir, "com/acme/Other", version(unrelated("com/acme/Other"), 73));
        DirectoryWeaver.Result result = weave();
        assertThat(result.woven()).isEmpty();
        assertThat(result.refusals())
                .containsExactly("Cannot weave com.acme.Shop: the class-file version is newer than this"
                        + " weaver. Use a newer version of Jacquard, or compile with an"
                        + " older --release. (version 73, known are versions up to 72)"
                        + " [W17]");
        assertThat(Main.run("weave", dir.toString())).isEqualTo(1);
    }

    @Property(tries = 300)
    void aClassFileThatIsCutOffAnywhereIsTold(@ForAll @IntRange(max = 10_000) int at) throws IOException {
        byte[] whole = plain("com/acme/Shop");
        int length = at % whole.length;
        Path file = write(dir, "com/acme/Shop", Arrays.copyOf(whole, length));
        DirectoryWeaver.Result result = weave();
        assertThat(result.woven()).isEmpty();
        assertThat(result.refusals())
                .singleElement()
                .asString()
                .contains("com", "acme", "Shop")
                .contains("cut off or damaged")
                .endsWith("[W18]");
        assertThat(Files.readAllBytes(file)).hasSize(length);
    }

    @Example
    void whatIsNoClassFileIsToldByItsPath() throws IOException {
        write(dir, "com/acme/Text", "It only has the name of a class file.".getBytes());
        assertThat(weave().refusals())
                .singleElement()
                .asString()
                .startsWith("Cannot weave " + Path.of("com/acme/Text.class"))
                .contains("does not begin like one");
    }

    @Example
    void anotherClassIsWovenAllTheSame() throws IOException {
        write(dir, "com/acme/Shop", plain("com/acme/Shop"));
        write(dir, "com/acme/New", version(plain("com/acme/New"), 73));
        DirectoryWeaver.Result result = weave();
        assertThat(result.woven()).containsExactly("com.acme.Shop");
        assertThat(result.refusals()).hasSize(1);
        assertThat(dir.resolve("com/acme/Shop$go$Coroutine.class")).isRegularFile();
    }

    // ---- class files that are not found ---------------------------------------------------------

    /** Which call it is, and which type it hangs on. */
    @Example
    void aTypeThatIsNotFoundIsToldWithTheCallThatHangsOnIt() throws IOException {
        for (String[] call :
                new String[][] {{"close", "()V"}, {"hasNext", "()Z"}, {"iterator", "()Ljava/util/Iterator;"}}) {
            byte[] classFile = shop("com/acme/Res", call[0], call[1]);
            Path file = write(dir, "com/acme/Shop", classFile);
            assertThat(weave().refusals())
                    .singleElement()
                    .asString()
                    .startsWith("Cannot weave com.acme.Shop.go (Shop.java:7): ")
                    .contains("whether this call suspends cannot be told")
                    .contains("-cp")
                    .endsWith("(com.acme.Res, for the call of " + call[0] + "()) [W16]");
            assertThat(Files.readAllBytes(file)).isEqualTo(classFile);
            assertThat(Main.run("weave", dir.toString())).isEqualTo(1);
            assertThat(Main.run("weave", dir.toString(), "-nowarn")).isEqualTo(1);
        }
    }

    @Example
    void soIsOneAboveIt() throws IOException {
        write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        write(dir, "com/acme/Res", type("com/acme/Res", "com/acme/Base", "com/acme/Face"));
        write(top.resolve("lib"), "com/acme/Base", type("com/acme/Base", "java/lang/Object"));
        assertThat(weave(top.resolve("lib")).refusals())
                .singleElement()
                .asString()
                .endsWith("(com.acme.Face, above com.acme.Res, for the call of close()) [W16]");
        write(top.resolve("lib"), "com/acme/Face", type("com/acme/Face", "java/lang/Object"));
        assertThat(weave(top.resolve("lib")).refusals()).isEmpty();
    }

    @Example
    void aTypeThatSettlesItIsEnoughWhateverElseIsMissing() throws IOException {
        write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        write(dir, "com/acme/Res", type("com/acme/Res", "com/acme/Missing", CLOSEABLE));
        assertThat(weave().refusals()).isEmpty();
    }

    @Example
    void withTheTypesOnTheClassPathInWhateverFormItIsWoven() throws IOException {
        Path lib = top.resolve("lib");
        write(lib, "com/acme/Res", type("com/acme/Res", "java/lang/Object"));
        Path jars = Files.createDirectory(top.resolve("jars"));
        Path jar = jars.resolve("res.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("com/acme/Res.class"));
            out.write(Files.readAllBytes(lib.resolve("com/acme/Res.class")));
        }
        for (String path : List.of(lib.toString(), jar.toString(), jars + "/*")) {
            write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
            assertThat(Main.run("weave", dir.toString(), "-cp", path)).as(path).isZero();
        }
    }

    @Example
    void aTypeThatIsTooNewIsFoundAllTheSame() throws IOException {
        write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        byte[] res = version(type("com/acme/Res", "java/lang/Object"), 73);
        write(top.resolve("lib"), "com/acme/Res", res);
        assertThat(weave(top.resolve("lib")).refusals()).isEmpty();
    }

    @Example
    void entriesOfTheClassPathThatAreOfNoUseAreToldWhenATypeIsMissing() throws IOException {
        Path text = Files.writeString(top.resolve("text.jar"), "no jar");
        Path missing = top.resolve("missing.jar");
        write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        assertThat(weave(text, missing).refusals())
                .hasSize(2)
                .last()
                .asString()
                .contains("neither folders nor jars: " + text + ", " + missing);
        write(dir, "com/acme/Res", type("com/acme/Res", "java/lang/Object"));
        assertThat(weave(text, missing).refusals()).isEmpty();
    }

    // ---- folders --------------------------------------------------------------------------------

    @Example
    void aClassSeesTheVersionsOfItsOwnReleaseAndBelow() throws IOException {
        Path nine = dir.resolve("META-INF/versions/9");
        Path eleven = dir.resolve("META-INF/versions/11");
        write(dir, "com/acme/Res", type("com/acme/Res", "com/acme/Missing"));
        write(nine, "com/acme/Res", type("com/acme/Res", "java/lang/Object"));
        write(eleven, "com/acme/Res", type("com/acme/Res", "com/acme/Gone"));
        byte[] shop = shop("com/acme/Res", "close", "()V");
        Path[] roots = {dir, nine, eleven, dir.resolve("META-INF/versions/10")};
        String[] missing = {"Missing", null, "Gone", null};
        for (int i = 0; i < roots.length; i++) {
            Path file = write(roots[i], "com/acme/Shop", shop);
            List<String> refusals = weave().refusals();
            if (missing[i] == null) {
                assertThat(refusals).as("%s", roots[i]).isEmpty();
                Path coroutine = file.resolveSibling("Shop$go$Coroutine.class");
                assertThat(coroutine).isRegularFile();
                Files.delete(coroutine);
            } else {
                assertThat(refusals)
                        .singleElement()
                        .asString()
                        .contains("(com.acme." + missing[i] + ", above com.acme.Res");
            }
            Files.delete(file);
        }
    }

    @Example
    void packagesMayBeginBelowTheDirectory() throws IOException {
        Path root = dir.resolve("WEB-INF/classes");
        write(root, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        write(root, "com/acme/Res", type("com/acme/Res", "java/lang/Object"));
        assertThat(weave().woven()).containsExactly("com.acme.Shop");
        assertThat(root.resolve("com/acme/Shop$go$Coroutine.class")).isRegularFile();
    }

    @Example
    void orAboveIt() throws IOException {
        write(dir, "com/acme/Shop", shop("com/acme/Res", "close", "()V"));
        write(dir, "com/acme/Res", type("com/acme/Res", "java/lang/Object"));
        DirectoryWeaver.Result result = DirectoryWeaver.weave(dir.resolve("com/acme"), List.of());
        assertThat(result.refusals()).isEmpty();
        assertThat(result.woven()).containsExactly("com.acme.Shop");
    }

    @Example
    void whatCannotBeWrittenIsToldAndTheRestIsWritten() throws IOException {
        write(dir, "com/acme/A", plain("com/acme/A"));
        write(dir, "com/acme/B", plain("com/acme/B"));
        Files.createDirectory(dir.resolve("com/acme/A$go$Coroutine.class")); // whoever runs this
        DirectoryWeaver.Result result = weave();
        assertThat(result.woven()).containsExactly("com.acme.B");
        assertThat(result.refusals())
                .singleElement()
                .asString()
                .startsWith("Cannot weave com.acme.A: ")
                .contains("A$go$Coroutine.class cannot be written: ");
    }

    @Example
    void whoeverWeavesNothingIsToldWhy() throws IOException {
        assertThat(weave().summary()).isEqualTo("Woven 0 classes in " + dir + ": it has no class file");
        write(dir, "com/acme/Other", unrelated("com/acme/Other"));
        assertThat(weave().summary()).endsWith(": none of its 1 class files mentions Jacquard");
        write(dir, "com/acme/Res", type("com/acme/Res", "java/lang/Object", CLOSEABLE));
        assertThat(weave().summary()).endsWith(": no @Async method, no lambda that awaits");
        write(dir, "com/acme/Shop", plain("com/acme/Shop"));
        assertThat(weave().summary()).isEqualTo("Woven 1 classes in " + dir);
        assertThat(weave().summary()).endsWith(": 1 are woven already");
        write(dir, "com/acme/Shop", version(plain("com/acme/Shop"), 99));
        assertThat(weave().summary()).isEqualTo("Woven 0 classes in " + dir);
    }

    // ---- helpers --------------------------------------------------------------------------------

    private DirectoryWeaver.Result weave(Path... classPath) throws IOException {
        return DirectoryWeaver.weave(dir, List.of(classPath));
    }

    private static Path write(Path root, String name, byte[] classFile) throws IOException {
        Path file = root.resolve(name + ".class");
        Files.createDirectories(file.getParent());
        return Files.write(file, classFile);
    }

    private static byte[] version(byte[] classFile, int major) {
        byte[] other = classFile.clone();
        other[6] = (byte) (major >> 8);
        other[7] = (byte) major;
        return other;
    }

    private static byte[] unrelated(String name) {
        return type(name, "java/lang/Object");
    }

    private static byte[] type(String name, String superName, String... interfaces) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, ACC_PUBLIC, name, null, superName, interfaces);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** {@code @Async static Coroutine go(Object o) { return Coroutine.done(); }}. */
    private static byte[] plain(String name) {
        return shop(name, null, null, null);
    }

    /** The same with a call of a method without parameters before the return. */
    private static byte[] shop(String owner, String method, String desc) {
        return shop("com/acme/Shop", owner, method, desc);
    }

    private static byte[] shop(String name, String owner, String method, String desc) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, ACC_PUBLIC, name, null, "java/lang/Object", null);
        writer.visitSource("Shop.java", null);
        MethodVisitor go = writer.visitMethod(
                ACC_PUBLIC | ACC_STATIC, "go", "(Ljava/lang/Object;)L" + COROUTINE + ";", null, null);
        go.visitAnnotation("Ldev/jacquard/annotations/Async;", true).visitEnd();
        go.visitCode();
        Label line = new Label();
        go.visitLabel(line);
        go.visitLineNumber(7, line);
        if (owner != null) {
            go.visitVarInsn(Opcodes.ALOAD, 0);
            go.visitTypeInsn(Opcodes.CHECKCAST, owner);
            go.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, method, desc, false);
            if (desc.endsWith(")Ljava/util/Iterator;")) {
                go.visitVarInsn(Opcodes.ASTORE, 1);
                go.visitVarInsn(Opcodes.ALOAD, 1);
                go.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/Iterator", "hasNext", "()Z", true);
            }
            if (!desc.endsWith(")V")) {
                go.visitInsn(Opcodes.POP);
            }
        }
        go.visitMethodInsn(Opcodes.INVOKESTATIC, COROUTINE, "done", "()L" + COROUTINE + ";", true);
        go.visitInsn(Opcodes.ARETURN);
        go.visitMaxs(1, 2);
        go.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
