package dev.jacquard.docstesting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names on a page that are nowhere in the sources. Of a type with a member, the member has to be that type's. Names
 * of others stand in a list.
 */
final class Names {
    private static final Pattern FENCED =
            Pattern.compile("^ *```(\\w*)\\n.*?^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"");
    private static final Pattern CHAIN =
            Pattern.compile("[A-Za-z_$][\\w$]*(?:\\(\\))?(?:[.#][A-Za-z_$][\\w$]*(?:\\(\\))?)*");
    private static final Pattern PROBLEM = Pattern.compile("\\b[WP]\\d\\d\\b");
    private static final Pattern PROPERTY = Pattern.compile("(?<![\\w./-])jacquard(?:\\.[a-z]+)+\\b(?!\\()");
    private static final Pattern PROFILE = Pattern.compile("(?<![\\w-])-P([\\w-]+)");
    private static final Pattern DEFINED = Pattern.compile("(?<![\\w-])-D([\\w.-]+)");
    private static final Pattern ARTIFACT = Pattern.compile("(?<![\\w./])jacquard(?:-\\w+)+\\b");
    private static final Pattern PACKAGE = Pattern.compile("(?<![\\w./])dev(?:\\.\\w+)+");
    private static final Pattern PATH = Pattern.compile("(?<![\\w./*$:~-])[\\w.-]+(?:/[\\w.-]+)+");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w./-])[\\w-]+\\.(?:java|py|sh|md|jsh|txt|properties)\\b(?!:)");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[A-Za-z](?:[\\w:+-]*\\w)?");
    private static final Pattern DASHED = Pattern.compile("[A-Za-z]\\w*(?:-\\w+)+");

    private final Sources sources;
    private final Set<String> foreign = new HashSet<>();

    /**
     * A checker.
     *
     * @param sources of the project
     * @param list of foreign names, separated by spaces; lines that begin with {@code #} say whose they are
     */
    Names(Sources sources, String list) {
        this.sources = sources;
        list.lines().filter(line -> !line.startsWith("#")).forEach(line -> foreign.addAll(List.of(line.split(" +"))));
    }

    static Names of(Path project) throws IOException {
        return new Names(new Sources(project), Files.readString(Path.of("src/test/resources/foreign-names.txt")));
    }

    /** The names of the list that no page has. */
    Set<String> unused(List<Page> pages) {
        Set<String> unused = new TreeSet<>(foreign);
        for (Page page : pages) {
            unused.removeIf(name -> page.text().contains(name));
        }
        return unused;
    }

    /** The names that are unknown, first come first. */
    List<String> unknown(String page) {
        List<String> unknown = new ArrayList<>();
        String commands = page.replaceAll("(?m)^<!--.*-->$", "");
        find(commands, PROBLEM, name -> sources.says(name), unknown);
        find(commands, PROPERTY, name -> sources.says(name), unknown);
        find(commands, PROFILE, name -> sources.says("<id>" + name + "</id>"), unknown);
        find(commands, DEFINED, name -> sources.says(name) || sources.says("maven." + name), unknown);
        find(
                commands,
                ARTIFACT,
                name -> sources.says(name) || sources.says(name + ".jar") || sources.says(name.replaceFirst("N$", "")),
                unknown);
        find(
                commands,
                PATH,
                name -> !sources.isBelow(name) || name.contains("target/") || sources.hasFile(name),
                unknown);
        String prose = FENCED.matcher(page).replaceAll("");
        for (MatchResult span : SPAN.matcher(prose).results().toList()) {
            inSpan(span.group(1), unknown);
        }
        return unknown;
    }

    private void inSpan(String span, List<String> unknown) {
        find(span, FILE, sources::hasFile, unknown);
        find(span, PACKAGE, this::isPackage, unknown);
        String rest = LITERAL.matcher(span).replaceAll(" ");
        for (Pattern done : List.of(DEFINED, PROFILE, PACKAGE, FILE, ARTIFACT, PATH, PROPERTY)) {
            rest = done.matcher(rest).replaceAll(" ");
        }
        for (Pattern whole : List.of(OPTION, DASHED)) {
            find(rest, whole, sources::says, unknown);
            rest = whole.matcher(rest).replaceAll(" ");
        }
        find(rest, CHAIN, this::isChain, unknown);
    }

    private void find(String text, Pattern pattern, Predicate<String> known, List<String> unknown) {
        pattern.matcher(text)
                .results()
                .map(r -> r.group(r.groupCount()))
                .filter(name -> !foreign.contains(name) && !known.test(name))
                .filter(name -> !unknown.contains(name))
                .forEach(unknown::add);
    }

    private boolean isPackage(String name) {
        return sources.hasFile(name.replace('.', '/'))
                || sources.hasFile(name.replace('.', '/') + ".java")
                || sources.says(name);
    }

    /** {@code Type.member.of.something}, {@code variable.member}, {@code word}. */
    private boolean isChain(String chain) {
        if (sources.says(chain) || sources.hasFolder(chain)) {
            return true;
        }
        String[] names = chain.replace("()", "").split("[.#]", -1);
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            boolean member = i > 0 && isType(names[i - 1]) && !foreign.contains(names[i - 1]);
            if (foreign.contains(name)) {
                continue;
            }
            if (member
                    ? !sources.hasMember(names[i - 1], name)
                    : isType(name) ? !sources.hasType(name) : !sources.hasWord(name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isType(String name) {
        return name.matches("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
    }
}
