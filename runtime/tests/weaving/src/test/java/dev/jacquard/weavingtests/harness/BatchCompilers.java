package dev.jacquard.weavingtests.harness;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.jspecify.annotations.Nullable;

/** Compilers that read and write files. */
public final class BatchCompilers {
    /** The system property that is set where the compilers of other languages are at hand. */
    public static final String OTHERS = "jacquard.compilers";

    /** Runs a compiler, and tells whether it was content. */
    private interface Run {
        boolean with(List<String> arguments, PrintWriter log) throws Exception;
    }

    /** A compiler refuses what it was given, or breaks down over it. */
    public static final class NotCompiled extends AssertionError {
        private static final long serialVersionUID = 1;

        NotCompiled(String log, @Nullable Throwable cause) {
            super("not compiled: " + log, cause);
        }
    }

    private BatchCompilers() {}

    /**
     * Eclipse's compiler of Java.
     *
     * @param debug an option such as {@code -g}
     */
    public static Compiler ecj(String debug) {
        return compiler(
                ".java",
                List.of("-proc:none", "-nowarn", debug, "--release", "17"),
                (arguments, log) -> BatchCompiler.compile(arguments.toArray(String[]::new), log, log, null));
    }

    /** Kotlin's compiler. */
    public static Compiler kotlin() {
        return compiler(
                ".kt", List.of("-no-stdlib", "-no-reflect", "-jvm-target", "17", "-nowarn"), (arguments, log) -> {
                    Class<?> type = Class.forName("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
                    ByteArrayOutputStream text = new ByteArrayOutputStream();
                    Object code = type.getMethod("exec", PrintStream.class, String[].class)
                            .invoke(
                                    type.getConstructor().newInstance(),
                                    new PrintStream(text, true, StandardCharsets.UTF_8),
                                    arguments.toArray(String[]::new));
                    log.print(text.toString(StandardCharsets.UTF_8));
                    return code.toString().equals("OK");
                });
    }

    /** Scala's compiler. */
    public static Compiler scala() {
        return compiler(".scala", List.of("-release", "17", "-color", "never"), (arguments, log) -> {
            Class<?> type = Class.forName("dotty.tools.dotc.Main");
            Object report =
                    type.getMethod("process", String[].class).invoke(null, (Object) arguments.toArray(String[]::new));
            return !(boolean) report.getClass().getMethod("hasErrors").invoke(report);
        });
    }

    /** Groovy's compiler. */
    public static Compiler groovy() {
        return compiler(".groovy", List.of(), (arguments, log) -> {
            Class.forName("org.codehaus.groovy.tools.FileSystemCompiler")
                    .getMethod("commandLineCompile", String[].class, boolean.class)
                    .invoke(null, arguments.toArray(String[]::new), false);
            return true;
        });
    }

    private static Compiler compiler(String suffix, List<String> options, Run run) {
        return sources -> {
            try {
                Path dir = Files.createTempDirectory("jacquard-compiled");
                try {
                    return compile(dir, suffix, options, run, sources);
                } finally {
                    delete(dir);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Map<String, byte[]> compile(
            Path dir, String suffix, List<String> options, Run run, Map<String, String> sources) throws IOException {
        Path out = Files.createDirectories(dir.resolve("out"));
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-d", out.toString()));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> s : sources.entrySet()) {
            Path file = dir.resolve(s.getKey().replace('.', '/') + suffix);
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, s.getValue()).toString());
        }
        StringWriter log = new StringWriter();
        boolean compiled;
        try {
            compiled = run.with(arguments, new PrintWriter(log, true));
        } catch (InvocationTargetException e) {
            throw new NotCompiled(log.toString(), e.getCause());
        } catch (IOException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            throw new NotCompiled(log.toString(), e);
        }
        if (!compiled) {
            throw new NotCompiled(log.toString(), null);
        }
        return read(out);
    }

    private static Map<String, byte[]> read(Path out) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path p :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String name = out.relativize(p).toString().replace(File.separatorChar, '/');
                classes.put(name.substring(0, name.length() - 6), Files.readAllBytes(p));
            }
        }
        return classes;
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
