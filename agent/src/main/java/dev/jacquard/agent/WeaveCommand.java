package dev.jacquard.agent;

import dev.jacquard.weaver.WeaverOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code weave DIR... [-cp PATH]}: the build step for whatever has no plugin. */
final class WeaveCommand {
    private WeaveCommand() {}

    static int run(String[] args) throws IOException {
        List<Path> directories = new ArrayList<>();
        List<Path> classPath = new ArrayList<>();
        String silence = "";
        boolean warningsAreErrors = false;
        for (int i = 1; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("-cp") || arg.equals("-classpath") || arg.equals("--class-path")) {
                if (++i == args.length) {
                    throw new IllegalArgumentException(arg + " needs a path.");
                }
                for (String entry : args[i].split(File.pathSeparator, -1)) {
                    addEntry(entry, classPath);
                }
            } else if (arg.equals("-nowarn")) {
                silence = "all";
            } else if (arg.equals("-silence")) {
                if (++i == args.length) {
                    throw new IllegalArgumentException(arg + " needs codes of warnings.");
                }
                silence = args[i];
                WeaverOptions.silenced(silence);
            } else if (arg.equals("-Werror")) {
                warningsAreErrors = true;
            } else if (arg.startsWith("-")) {
                throw new IllegalArgumentException("Unknown option '" + arg + "'.");
            } else if (!Files.isDirectory(Path.of(arg))) {
                throw new IllegalArgumentException(notADirectory(arg));
            } else {
                directories.add(Path.of(arg));
            }
        }
        if (directories.isEmpty()) {
            throw new IllegalArgumentException("No directory given.");
        }
        boolean refused = false;
        for (Path directory : directories) {
            DirectoryWeaver.Result result = DirectoryWeaver.weave(directory, classPath, silence);
            for (String warning : result.warnings()) {
                System.err.println(warning);
            }
            for (String refusal : result.refusals()) {
                System.err.println(refusal);
            }
            System.out.println(result.summary());
            refused |= !result.refusals().isEmpty();
            refused |= warningsAreErrors && !result.warnings().isEmpty();
        }
        return refused ? 1 : 0;
    }

    private static String notADirectory(String arg) {
        if (!Files.exists(Path.of(arg))) {
            return "There is no directory '" + arg + "'.";
        }
        return "Not a directory: '"
                + arg
                + "'."
                + (arg.endsWith(".jar") || arg.endsWith(".war")
                        ? " Weave the class files before they are packed, or unpack them."
                        : "");
    }

    /** {@code dir/*} stands for the jars in a folder, as for the JVM. */
    private static void addEntry(String entry, List<Path> classPath) throws IOException {
        if (entry.isEmpty()) {
            return;
        }
        boolean all = entry.equals("*") || entry.endsWith("/*") || entry.endsWith("\\*");
        if (!all) {
            classPath.add(Path.of(entry));
            return;
        }
        Path folder = Path.of(entry.substring(0, entry.length() - 1));
        if (!Files.isDirectory(folder)) {
            classPath.add(folder); // is told when something is missing
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .sorted()
                    .forEach(classPath::add);
        }
    }
}
