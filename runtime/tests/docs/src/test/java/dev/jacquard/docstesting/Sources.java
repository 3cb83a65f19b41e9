package dev.jacquard.docstesting;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names in all sources of a project: its code, poms and scripts, without their comments. */
final class Sources {
    private static final Set<String> CODE =
            Set.of("java", "xml", "sh", "py", "kt", "scala", "groovy", "jsh", "properties");
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");
    private static final Pattern COMMENT =
            Pattern.compile("/\\*.*?\\*/|(?<=^|\\s)//[^\\n]*|<!--.*?-->", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]*");
    private static final Pattern TOKEN = Pattern.compile("<id>[^<]*</id>|[\\w.-]*\\w-?");
    private static final Pattern TYPE = Pattern.compile(
            "\\b(?:class|interface|record|enum|object) ([A-Z]\\w*)(?:<[^{]*?>)?(?:\\([^{]*?\\))?((?:\\s+(?:extends|implements|permits)[^{]*)?)");
    private static final Pattern IMPORT = Pattern.compile("\\bimport (?:static )?((?:[a-z]\\w*\\.)+)([A-Z]\\w*)");
    private static final List<String> OF_THE_JDK = List.of(
            "java.lang.",
            "java.lang.invoke.",
            "java.util.",
            "java.util.concurrent.",
            "java.util.concurrent.locks.",
            "java.util.function.",
            "java.io.",
            "java.net.",
            "java.net.http.",
            "java.nio.channels.",
            "java.nio.file.",
            "java.sql.",
            "java.time.",
            "javax.net.ssl.");

    private final Path project;
    private final Set<Path> files = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Map<String, List<String>> types = new HashMap<>();
    private final Map<String, Set<String>> supertypes = new HashMap<>();
    private final Map<String, String> imports = new HashMap<>();

    Sources(Path project) throws IOException {
        this.project = project;
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (SKIPPED.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                files.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.add(file);
                String name = file.getFileName().toString();
                if (CODE.contains(name.substring(name.lastIndexOf('.') + 1))
                        || file.startsWith(project.resolve(".ci"))) {
                    read(Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void read(String text) {
        String source = COMMENT.matcher(text).replaceAll(" ");
        TOKEN.matcher(source).results().map(MatchResult::group).forEach(token -> {
            tokens.add(token);
            tokens.add(token.replaceFirst("^-[DP]", ""));
        });
        WORD.matcher(source).results().map(MatchResult::group).forEach(words::add);
        TYPE.matcher(source).results().forEach(type -> {
            types.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(source);
            Set<String> above = supertypes.computeIfAbsent(type.group(1), name -> new HashSet<>());
            WORD.matcher(type.group(2)).results().map(MatchResult::group).forEach(above::add);
        });
        IMPORT.matcher(source).results().forEach(i -> imports.put(i.group(2), i.group(1) + i.group(2)));
    }

    /** Whether it is an identifier, or a part of a literal, somewhere. */
    boolean hasWord(String word) {
        return words.contains(word);
    }

    /** Whether it stands so in a source, with nothing that belongs to a name around it. */
    boolean says(String text) {
        return tokens.contains(text);
    }

    boolean hasType(String name) {
        return types.containsKey(name)
                || imports.containsKey(name)
                || ofTheJdk(name).isPresent();
    }

    /** Whether the type has such a member, as far as it can be known. */
    boolean hasMember(String type, String member) {
        return hasMember(type, member, new HashSet<>());
    }

    private boolean hasMember(String type, String member, Set<String> seen) {
        if (!seen.add(type)) {
            return false;
        }
        Pattern declared = Pattern.compile("(?<!\\breturn|\\bnew|\\bthrow|\\belse)[\\w>\\]?,] " + member + "\\s*[(;=,)]"
                + "|(?:class|interface|record|enum) " + member + "\\b"
                + (member.equals(member.toUpperCase(Locale.ROOT)) ? "|\\b" + member + "\\s*[(,;{}]" : ""));
        if (types.containsKey(type)) {
            return types.get(type).stream()
                            .anyMatch(source -> declared.matcher(source).find())
                    || supertypes.get(type).stream().anyMatch(above -> hasMember(above, member, seen));
        }
        Optional<Class<?>> loaded = imports.containsKey(type) ? load(imports.get(type)) : ofTheJdk(type);
        if (loaded.isEmpty()) {
            return seen.size() == 1 && hasWord(member);
        }
        Class<?> c = loaded.get();
        return Arrays.stream(c.getMethods()).anyMatch(m -> m.getName().equals(member))
                || Arrays.stream(c.getFields()).anyMatch(f -> f.getName().equals(member))
                || Arrays.stream(c.getDeclaredClasses())
                        .anyMatch(n -> n.getSimpleName().equals(member));
    }

    private static Optional<Class<?>> ofTheJdk(String name) {
        return OF_THE_JDK.stream().flatMap(p -> load(p + name).stream()).findFirst();
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, ClassLoader.getPlatformClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whether there is such a file or folder: below the project, beside a page, or anywhere. */
    boolean hasFile(String path) {
        Path wanted = Path.of(path);
        return files.stream().anyMatch(file -> project.relativize(file).endsWith(wanted));
    }

    /** Whether the path begins at a folder of the project. */
    boolean isBelow(String path) {
        return hasFolder(Path.of(path).getName(0).toString());
    }

    /** Whether it is a folder of the project, not one below. */
    boolean hasFolder(String name) {
        return files.contains(project.resolve(name));
    }
}
