package dev.jacquard.weavingtests.harness;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The JDK's javac, from sources in memory to class files in memory. */
public final class InMemoryCompiler implements Compiler {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = JAVAC.getStandardFileManager(null, null, null);

    private final List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none"));

    private InMemoryCompiler(String... more) {
        options.addAll(List.of(more));
    }

    /** With local variable tables and lines. */
    public static InMemoryCompiler debug() {
        return new InMemoryCompiler("-g");
    }

    /** With no debug information at all. */
    public static InMemoryCompiler stripped() {
        return new InMemoryCompiler("-g:none");
    }

    /** For an older class file version, in its own API. */
    public static InMemoryCompiler release(int release) {
        return new InMemoryCompiler("-g", "--release", Integer.toString(release));
    }

    /** For what uses class files in a folder, besides the tests' own class path. */
    public static InMemoryCompiler against(Path folder) {
        return new InMemoryCompiler("-cp", folder + File.pathSeparator + System.getProperty("java.class.path"));
    }

    /** Whether the JDK that runs this knows the language of a release. */
    public static boolean knows(int release) {
        return Runtime.version().feature() >= release;
    }

    @Override
    public Map<String, byte[]> compile(Map<String, String> sources) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        Output output = new Output(FILES);
        boolean ok = JAVAC.getTask(null, output, problems, options, null, units).call();
        if (!ok) {
            throw new CompilationFailed(problems.getDiagnostics());
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        output.files.forEach((name, bytes) -> classes.put(name.replace('.', '/'), bytes.toByteArray()));
        return classes;
    }

    /** The test's own mistake: its program is no Java. */
    public static final class CompilationFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private CompilationFailed(List<Diagnostic<? extends JavaFileObject>> problems) {
            super(describe(problems));
        }

        /** Whether javac broke down and found no fault in the program. */
        public boolean isCrash() {
            return getMessage().isEmpty();
        }

        private static String describe(List<Diagnostic<? extends JavaFileObject>> problems) {
            StringBuilder text = new StringBuilder();
            for (Diagnostic<? extends JavaFileObject> p : problems) {
                if (p.getKind() == Diagnostic.Kind.ERROR) {
                    text.append('\n').append(p);
                    if (p.getSource() instanceof Source source) {
                        String[] lines = source.text.split("\n", -1);
                        int line = (int) p.getLineNumber();
                        text.append("\n>> ").append(p.getMessage(Locale.ROOT));
                        if (line > 0 && line <= lines.length) {
                            text.append("\n>> ").append(lines[line - 1].strip());
                        }
                    }
                }
            }
            return text.toString();
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();

        Output(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("mem:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    files.put(className, out);
                    return out;
                }
            };
        }
    }
}
