package dev.jacquard.docstesting;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints. */
public final class Output {
    private Output() {}

    /** Something that prints. */
    @FunctionalInterface
    public interface Program {
        void run() throws Exception;
    }

    /** Everything that the program writes to {@code System.out}. */
    public static String of(Program program) throws Exception {
        return capture(program, false);
    }

    /** Everything that the program writes to {@code System.err}. */
    public static String errorsOf(Program program) throws Exception {
        return capture(program, true);
    }

    /** The lines of {@link #of}. */
    public static List<String> linesOf(Program program) throws Exception {
        return of(program).lines().toList();
    }

    private static String capture(Program program, boolean errors) throws Exception {
        PrintStream before = errors ? System.err : System.out;
        var bytes = new ByteArrayOutputStream();
        try (var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            set(stream, errors);
            program.run();
        } finally {
            set(before, errors);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void set(PrintStream stream, boolean errors) {
        if (errors) {
            System.setErr(stream);
        } else {
            System.setOut(stream);
        }
    }
}
