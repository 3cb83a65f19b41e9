package dev.jacquard.agent;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import dev.jacquard.weaver.model.ConstantPoolScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the class files of a directory in place: the build step, whoever calls it.
 *
 * <p>All class files are read before the first one is written, so the result depends neither on their order nor on how
 * often the step has run. A class with a refusal is left unwritten: the next run reports it again. Nothing that
 * mentions Jacquard is left without a word.
 */
public final class DirectoryWeaver {
    private final Path directory;
    private final WeaverOptions options;
    private final ClassFolder folder;

    private final List<String> woven = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<Runnable> writes = new ArrayList<>();
    private int mentioning;
    private int already;
    private boolean misses;

    private DirectoryWeaver(Path directory, WeaverOptions options, ClassFolder folder) {
        this.directory = directory;
        this.options = options;
        this.folder = folder;
    }

    /**
     * What weaving a directory gave.
     *
     * @param woven names of the classes that were woven now, with dots
     * @param warnings messages that do not keep the build from going on
     * @param refusals messages for which a build fails
     * @param summary one line that says how many classes were woven where, and if none, why
     */
    public record Result(List<String> woven, List<String> warnings, List<String> refusals, String summary) {}

    /**
     * Weaves each class below a directory that is not woven yet.
     *
     * @param directory the root of the packages
     * @param classPath what the classes were compiled with: directories and jars
     * @throws IOException if a class file cannot be read
     */
    public static Result weave(Path directory, List<Path> classPath) throws IOException {
        return weave(directory, classPath, "");
    }

    /**
     * Weaves each class below a directory that is not woven yet, and leaves out some warnings.
     *
     * @param silence codes of warnings, such as {@code W23+W24}, or {@code all}
     * @throws IOException if a class file cannot be read
     * @throws IllegalArgumentException if there is no such warning
     */
    public static Result weave(Path directory, List<Path> classPath, String silence) throws IOException {
        WeaverOptions options = new WeaverOptions(true, WeaverOptions.silenced(silence));
        DirectoryWeaver weaver = new DirectoryWeaver(directory, options, ClassFolder.read(directory));
        try (PathSource path = new PathSource(classPath)) {
            weaver.weaveAll(path);
        }
        return weaver.write();
    }

    private void weaveAll(PathSource path) {
        Map<Path, Weaver> weavers = new HashMap<>();
        for (ClassFolder.ClassFile classFile : folder.classFiles()) {
            Diagnostic wrong = Weaver.check(classFile.bytes(), folder.nameOf(classFile));
            if (wrong != null) {
                report(wrong);
                continue;
            }
            Path root = classFile.root();
            weave(classFile, weavers.computeIfAbsent(root, r -> weaver(r, path)));
        }
        if (misses && !path.unusable().isEmpty()) {
            refusals.add("Of the class path, these do not exist or are neither folders nor jars: "
                    + String.join(", ", path.unusable()));
        }
    }

    /** One for each root, as it sees other class files. */
    private Weaver weaver(Path root, PathSource path) {
        return new Weaver(options, name -> {
            byte[] own = folder.find(root, name);
            return own != null ? own : path.find(name);
        });
    }

    private void weave(ClassFolder.ClassFile classFile, Weaver weaver) {
        byte[] bytes = classFile.bytes();
        if (!ConstantPoolScan.mentionsJacquard(bytes)) {
            return;
        }
        mentioning++;
        WovenClass result = weaver.weave(bytes, folder.nameOf(classFile));
        if (result == null) {
            already += ConstantPoolScan.isWoven(bytes) ? 1 : 0;
            return;
        }
        result.diagnostics().forEach(this::report);
        if (result.refusals().isEmpty() && result.bytes() != bytes) {
            writes.add(() -> write(classFile.place(), result));
        }
    }

    private void report(Diagnostic diagnostic) {
        misses |= diagnostic.problem() == Problem.MISSING_CLASS;
        (diagnostic.problem().isError() ? refusals : warnings).add(diagnostic.message());
    }

    private Result write() {
        writes.forEach(Runnable::run);
        return new Result(List.copyOf(woven), List.copyOf(warnings), List.copyOf(refusals), summary());
    }

    /** The coroutine classes first: a class that carries the mark of being woven has them. */
    private void write(Path place, WovenClass result) {
        Path file = place;
        try {
            for (Map.Entry<String, byte[]> coroutine : result.coroutines().entrySet()) {
                String name = coroutine.getKey();
                file = place.resolveSibling(name.substring(name.lastIndexOf('/') + 1) + ".class");
                Files.write(file, coroutine.getValue());
            }
            file = place;
            Files.write(file, result.bytes());
            woven.add(result.name().replace('/', '.'));
        } catch (IOException e) {
            refusals.add("Cannot weave " + result.name().replace('/', '.') + ": " + file + " cannot be written: " + e);
        }
    }

    private String summary() {
        String text = "Woven " + woven.size() + " classes in " + directory;
        @Nullable String why = null;
        int all = folder.classFiles().size();
        if (woven.isEmpty() && refusals.isEmpty()) {
            if (all == 0) {
                why = "it has no class file";
            } else if (mentioning == 0) {
                why = "none of its " + all + " class files mentions Jacquard";
            } else if (already > 0) {
                why = already + " are woven already";
            } else {
                why = "no @Async method, no lambda that awaits";
            }
        }
        return why == null ? text : text + ": " + why;
    }
}
