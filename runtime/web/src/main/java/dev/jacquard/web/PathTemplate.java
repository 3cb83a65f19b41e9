package dev.jacquard.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A path with variables, as in {@code @Path}: {@code /users/{id}}, {@code /users/{id:[0-9]+}},
 * {@code /files/{rest:.*}}. A variable is a whole segment; one whose pattern may match a slash comes last and takes the
 * rest.
 */
final class PathTemplate {
    /**
     * Something between two slashes.
     *
     * @param text the text, or the name of a variable
     * @param pattern what a variable has to match, or null: anything but nothing
     */
    record Segment(String text, boolean isVariable, @Nullable Pattern pattern, boolean isRest) {}

    final String text;
    final List<Segment> segments = new ArrayList<>();
    final List<String> variables = new ArrayList<>();

    private PathTemplate(String text) {
        this.text = text;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with what is wrong and where
     */
    static PathTemplate parse(String text) {
        PathTemplate t = new PathTemplate(text);
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with a slash: \"/" + text + "\", not \"" + text + "\"");
        }
        Set<String> names = new HashSet<>();
        for (String part : split(text)) {
            Segment s = t.segment(part);
            if (!t.segments.isEmpty() && t.segments.get(t.segments.size() - 1).isRest()) {
                throw t.bad("a variable that takes the rest has to come last");
            }
            if (s.isVariable() && !names.add(s.text())) {
                throw t.bad("the variable " + s.text() + " is there twice");
            }
            t.segments.add(s);
            if (s.isVariable()) {
                t.variables.add(s.text());
            }
        }
        return t;
    }

    /** By slashes outside of braces; a slash at the end is of no interest. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 1;
        for (int i = 1; i <= text.length(); i++) {
            char c = i == text.length() ? '/' : text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == '/' && (depth == 0 || i == text.length())) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (parts.get(parts.size() - 1).isEmpty()) {
            parts.remove(parts.size() - 1);
        }
        return parts;
    }

    private Segment segment(String part) {
        int brace = part.indexOf('{');
        if (brace < 0) {
            if (part.indexOf('}') >= 0 || part.startsWith(":")) {
                throw bad("a variable is written {name}, not " + part);
            }
            return new Segment(part, false, null, false);
        }
        if (brace > 0 || !part.endsWith("}")) {
            throw bad("a variable is a whole segment, which " + part + " is not");
        }
        String inside = part.substring(1, part.length() - 1);
        int colon = inside.indexOf(':');
        String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
        if (name.isEmpty() || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0)) {
            throw bad("\"" + name + "\" is no name of a variable: letters, digits, '_', '-' and '.'");
        }
        return colon < 0
                ? new Segment(name, true, null, false)
                : variable(name, inside.substring(colon + 1).strip());
    }

    private Segment variable(String name, String regex) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw bad("the pattern of " + name + " is none: " + e.getDescription());
        }
        boolean isRest =
                pattern.matcher("a/b").matches() || pattern.matcher("1/2").matches() || regex.indexOf('/') >= 0;
        return new Segment(name, true, pattern, isRest);
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("The path \"" + text + "\" cannot be: " + why);
    }

    boolean isLiteral() {
        return variables.isEmpty();
    }

    /** What two routes that match alike have in common. */
    String shape() {
        StringBuilder s = new StringBuilder();
        for (Segment segment : segments) {
            s.append('/');
            if (segment.isVariable()) {
                s.append('{')
                        .append(segment.pattern() == null ? "" : segment.pattern())
                        .append('}');
            } else {
                s.append(segment.text());
            }
        }
        return s.toString();
    }

    /** A template below another: {@code /a} and {@code /b/{c}} give {@code /a/b/{c}}. */
    static String join(String prefix, String path) {
        String head = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        String tail = path.startsWith("/") || path.isEmpty() ? path : "/" + path;
        String all = head + tail;
        return all.isEmpty() ? "/" : all.startsWith("/") ? all : "/" + all;
    }

    @Override
    public String toString() {
        return text;
    }
}
