package dev.jacquard.weavingtests.harness;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A compiled program with its plain and its woven form. */
public final class Program {
    /** Steps that a run may take; see {@link Trail#tick}. */
    public static final int BUDGET = 400;

    private final String name;
    private final String source;
    private final Map<String, byte[]> compiled;
    private final Map<String, byte[]> plain;
    private final Weaving weaving;
    private final boolean fresh;
    private final String entry;
    private Class<?> plainClass;
    private Class<?> wovenClass;
    private Run last;

    /**
     * Makes both forms.
     *
     * @param name binary name of the class with the entry
     * @param fresh whether each run gets classes of its own, for static state
     */
    public Program(String name, String source, Map<String, byte[]> compiled, boolean fresh) {
        this(name, source, compiled, compiled, fresh);
    }

    /**
     * Makes both forms, each from class files of its own: those of another compiler are woven, and behave as the
     * oracle's.
     */
    public Program(
            String name, String source, Map<String, byte[]> oracle, Map<String, byte[]> compiled, boolean fresh) {
        this.name = name;
        this.source = source;
        this.compiled = compiled;
        this.fresh = fresh;
        this.plain = Plainly.of(oracle);
        this.weaving = Weaving.of(compiled);
        this.entry = "go";
    }

    private Program(Program other, String entry) {
        name = other.name;
        source = other.source;
        compiled = other.compiled;
        fresh = other.fresh;
        plain = other.plain;
        weaving = other.weaving;
        plainClass = other.plainClass;
        wovenClass = other.wovenClass;
        this.entry = entry;
    }

    /** The same classes entered at another method than {@code go}. */
    public Program from(String method) {
        return new Program(this, method);
    }

    /** Binary name of the class with the entry. */
    public String name() {
        return name;
    }

    /** The source. */
    public String source() {
        return source;
    }

    /** What the weaver made of it. */
    public Weaving weaving() {
        return weaving;
    }

    /** The run before, of either form. */
    public Run lastRun() {
        return last;
    }

    /** Runs the oracle. */
    public Behaviour plain(Plan plan) {
        if (plainClass == null || fresh) {
            plainClass = load("plain", plain);
        }
        last = Run.begin(plan, BUDGET);
        try {
            Object entry = method(plainClass).invoke(null);
            return value(dev.jacquard.weavingtests.plain.Asyncio.await(
                    (dev.jacquard.weavingtests.plain.Awaitable<?>) entry));
        } catch (Throwable t) {
            return failure(t);
        }
    }

    /** Runs the woven form on an event loop. */
    public Behaviour woven(Plan plan) {
        try {
            if (wovenClass == null || fresh) {
                wovenClass = load("woven", weaving.classes());
            }
            last = Run.begin(plan, BUDGET);
            Coroutine<?> entry = (Coroutine<?>) method(wovenClass).invoke(null);
            return value(Asyncio.run(entry));
        } catch (Throwable t) {
            return failure(t);
        }
    }

    private Class<?> load(String kind, Map<String, byte[]> classes) {
        try {
            return new ByteLoader(kind, classes, Program.class.getClassLoader()).loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private Method method(Class<?> type) throws NoSuchMethodException {
        Method go = type.getDeclaredMethod(entry);
        go.setAccessible(true);
        return go;
    }

    private Behaviour value(Object value) {
        return new Behaviour("value " + Show.of(value), List.copyOf(last.events()));
    }

    private Behaviour failure(Throwable thrown) {
        Throwable t = thrown instanceof InvocationTargetException i ? i.getCause() : thrown;
        if (t instanceof LinkageError && !(t instanceof ExceptionInInitializerError)
                || t instanceof ReflectiveOperationException) {
            throw new AssertionError(name + " does not link: " + t + "\nkept in " + keep() + "\n" + source, t);
        }
        return new Behaviour("threw " + Show.exception(t), List.copyOf(last.events()));
    }

    /** Writes source and class files where a human can look at them. */
    public Path keep() {
        try {
            Path dir = Path.of("target", "weaving-failures", name);
            write(dir.resolve("compiled"), compiled);
            write(dir.resolve("woven"), weaving.classes());
            Files.writeString(dir.resolve("Source.java"), source);
            return dir.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path dir, Map<String, byte[]> classes) throws IOException {
        for (Map.Entry<String, byte[]> c : new LinkedHashMap<>(classes).entrySet()) {
            Path file = dir.resolve(c.getKey() + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, c.getValue());
        }
    }
}
