package dev.jacquard.agent;

import dev.jacquard.weaver.WeaverOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
                    if (!entry.isEmpty()) {
                        classPath.add(Path.of(entry));
                    }
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
                throw new IllegalArgumentException("Not a directory: '" + arg + "'.");
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
            System.out.println("Woven " + result.woven().size() + " classes in " + directory);
            refused |= !result.refusals().isEmpty();
            refused |= warningsAreErrors && !result.warnings().isEmpty();
        }
        return refused ? 1 : 0;
    }
}
