package dev.jacquard.subprocess;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a subprocess reads from or writes to. */
public final class Stdio {
    private enum Kind {
        PIPE,
        DEVNULL,
        INHERIT,
        STDOUT,
        FROM,
        TO,
        APPEND
    }

    /** A stream of this program. {@code subprocess.PIPE}. */
    public static final Stdio PIPE = new Stdio(Kind.PIPE, null);

    /** Nothing is read, what is written is dropped. {@code subprocess.DEVNULL}. */
    public static final Stdio DEVNULL = new Stdio(Kind.DEVNULL, null);

    /** This program's own: what holds if nothing is said. */
    public static final Stdio INHERIT = new Stdio(Kind.INHERIT, null);

    /** Of stderr only: where stdout goes. {@code subprocess.STDOUT}. */
    public static final Stdio STDOUT = new Stdio(Kind.STDOUT, null);

    private final Kind kind;
    private final @Nullable Path path;

    private Stdio(Kind kind, @Nullable Path path) {
        this.kind = kind;
        this.path = path;
    }

    /** Of stdin: a file that is read. */
    public static Stdio fromFile(Path path) {
        return new Stdio(Kind.FROM, Objects.requireNonNull(path, "path"));
    }

    /** Of stdout and stderr: a file that is written; what was in it is dropped. */
    public static Stdio toFile(Path path) {
        return new Stdio(Kind.TO, Objects.requireNonNull(path, "path"));
    }

    /** Of stdout and stderr: a file that is written at its end. */
    public static Stdio appendToFile(Path path) {
        return new Stdio(Kind.APPEND, Objects.requireNonNull(path, "path"));
    }

    boolean isPipe() {
        return kind == Kind.PIPE;
    }

    boolean isStdout() {
        return kind == Kind.STDOUT;
    }

    Stdio forInput() {
        if (kind == Kind.STDOUT || kind == Kind.TO || kind == Kind.APPEND) {
            throw new IllegalArgumentException("stdin cannot be " + this + "; see fromFile");
        }
        return this;
    }

    Stdio forOutput(String name) {
        if (kind == Kind.FROM || (kind == Kind.STDOUT && !name.equals("stderr"))) {
            throw new IllegalArgumentException(name + " cannot be " + this + "; see toFile");
        }
        return this;
    }

    Redirect asInput() {
        return switch (kind) {
            case PIPE -> Redirect.PIPE;
            case DEVNULL -> Redirect.from(new File(isWindows() ? "NUL" : "/dev/null"));
            case FROM -> Redirect.from(file());
            default -> Redirect.INHERIT;
        };
    }

    Redirect asOutput() {
        return switch (kind) {
            case PIPE -> Redirect.PIPE;
            case DEVNULL -> Redirect.DISCARD;
            case TO -> Redirect.to(file());
            case APPEND -> Redirect.appendTo(file());
            default -> Redirect.INHERIT;
        };
    }

    private File file() {
        return Objects.requireNonNull(path).toFile();
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    @Override
    public String toString() {
        return path == null ? kind.name() : kind + " " + path;
    }
}
