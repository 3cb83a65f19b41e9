package dev.jacquard.weavingtests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** What other tools make of class files: the same programs, written otherwise. */
public final class Mangling {
    private Mangling() {}

    /** Names of variables taken away: of whole methods, of single variables, of parts of a range. */
    public static Map<String, byte[]> cutNames(Map<String, byte[]> classes, long seed) {
        Random random = new Random(seed);
        return each(classes, bytes -> {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, 0);
            node.methods.forEach(m -> cutNames(m, random));
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            return writer.toByteArray();
        });
    }

    private static void cutNames(MethodNode m, Random random) {
        if (m.localVariables == null) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> m.localVariables = null;
            case 1 -> m.localVariables.removeIf(v -> random.nextBoolean());
            default -> {
                for (LocalVariableNode v : m.localVariables) {
                    if (random.nextInt(4) == 0) {
                        v.end = v.start; // an empty range
                    }
                }
            }
        }
    }

    /** Frames computed anew by ASM, which knows less of types than the compiler. */
    public static Map<String, byte[]> newFrames(Map<String, byte[]> classes) {
        return each(classes, bytes -> {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
                @Override
                protected String getCommonSuperClass(String a, String b) {
                    return common(a, b, classes);
                }
            };
            new ClassReader(bytes).accept(writer, ClassReader.SKIP_FRAMES);
            return writer.toByteArray();
        });
    }

    private static String common(String a, String b, Map<String, byte[]> classes) {
        for (String s = a; s != null; s = superOf(s, classes)) {
            for (String t = b; t != null; t = superOf(t, classes)) {
                if (s.equals(t)) {
                    return s;
                }
            }
        }
        return "java/lang/Object";
    }

    private static String superOf(String name, Map<String, byte[]> classes) {
        byte[] own = classes.get(name);
        try (InputStream in = own == null ? ClassLoader.getSystemResourceAsStream(name + ".class") : null) {
            if (own == null && in == null) {
                return null; // an optional dependency
            }
            ClassReader reader = own == null ? new ClassReader(in) : new ClassReader(own);
            boolean isInterface = (reader.getAccess() & 0x200) != 0;
            return isInterface ? "java/lang/Object" : reader.getSuperName();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Advice of Byte Buddy's around every method, which reads and sets what is returned. */
    public static Map<String, byte[]> advised(Map<String, byte[]> classes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                new ClassFileLocator.Simple(dotted(classes)),
                ClassFileLocator.ForClassLoader.of(Mangling.class.getClassLoader()),
                ClassFileLocator.ForClassLoader.ofPlatformLoader());
        TypePool pool = TypePool.Default.of(locator);
        Map<String, byte[]> advised = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> {
            TypeDescription type = pool.describe(name.replace('/', '.')).resolve();
            boolean known = !type.isInterface() && !type.isAnnotation() && !type.isPackageType();
            advised.put(
                    name,
                    known
                            ? new ByteBuddy()
                                    .redefine(type, locator)
                                    .visit(Advice.to(Around.class, locator)
                                            .on(ElementMatchers.isMethod()
                                                    .and(ElementMatchers.not(ElementMatchers.isAbstract()))
                                                    .and(ElementMatchers.not(ElementMatchers.isNative()))))
                                    .make()
                                    .getBytes()
                            : bytes);
        });
        return advised;
    }

    private static Map<String, byte[]> dotted(Map<String, byte[]> classes) {
        Map<String, byte[]> dotted = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> dotted.put(name.replace('/', '.'), bytes));
        return dotted;
    }

    private static Map<String, byte[]> each(Map<String, byte[]> classes, Function<byte[], byte[]> mangle) {
        Map<String, byte[]> mangled = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> mangled.put(name, mangle.apply(bytes)));
        return mangled;
    }

    /** The advice; its code is copied into the methods. */
    public static final class Around {
        private Around() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter() {
            return System.nanoTime();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @Advice.Enter long since,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
                @Advice.Thrown Throwable thrown) {
            if (since == 42 && thrown == null) {
                returned = null;
            }
        }
    }
}
