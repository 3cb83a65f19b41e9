package dev.jacquard.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path. Text comes before variables with a pattern, these before those without, these before what
 * takes the rest, whatever the order in which the routes were added.
 */
final class RouteTable {
    /** By method. */
    private static final class Leaf {
        final Map<String, Route> routes = new LinkedHashMap<>();

        @Nullable
        Route route(String method) {
            Route r = routes.get(method);
            return r == null && method.equals("HEAD") ? routes.get("GET") : r;
        }
    }

    private static final class Node {
        final Map<String, Node> texts = new HashMap<>();
        final List<Variable> variables = new ArrayList<>();
        final List<Variable> rests = new ArrayList<>();

        @Nullable
        Leaf leaf;
    }

    private record Variable(PathTemplate.Segment segment, Node node) {}

    /**
     * What was found.
     *
     * @param route null if there is none for the method
     * @param values of its variables, percent-decoded
     * @param allowed the methods of all routes with that path, if none is for this
     */
    record Match(@Nullable Route route, String[] values, Set<String> allowed) {}

    private static final String[] NO_VALUES = {};

    private final Node root = new Node();

    /** Of paths without variables. */
    private final Map<String, Leaf> literals = new HashMap<>();

    RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (PathTemplate.Segment s : route.path().segments) {
            node = below(node, s);
        }
        Leaf leaf = node.leaf;
        if (leaf == null) {
            leaf = new Leaf();
            node.leaf = leaf;
        }
        Route before = leaf.routes.putIfAbsent(route.method(), route);
        if (before != null) {
            throw new IllegalArgumentException("Two routes are for " + route.method() + " " + route.path()
                    + (before.path().text.equals(route.path().text) ? "" : " (the other is " + before.path() + ")"));
        }
        if (route.path().isLiteral()) {
            literals.put(route.path().shape().isEmpty() ? "/" : route.path().shape(), leaf);
        }
    }

    private static Node below(Node node, PathTemplate.Segment s) {
        if (!s.isVariable()) {
            return node.texts.computeIfAbsent(s.text(), t -> new Node());
        }
        List<Variable> siblings = s.isRest() ? node.rests : node.variables;
        for (Variable v : siblings) {
            if (String.valueOf(v.segment.pattern()).equals(String.valueOf(s.pattern()))) {
                return v.node;
            }
        }
        Variable made = new Variable(s, new Node());
        siblings.add(s.pattern() == null ? siblings.size() : 0, made);
        return made.node;
    }

    /**
     * Finds a route.
     *
     * @param path the raw path, not decoded
     * @throws HttpProblem 400 if it cannot be decoded
     */
    Match find(String method, String path) {
        Leaf leaf = literals.get(path);
        if (leaf != null) {
            Route route = leaf.route(method);
            if (route != null) {
                return new Match(route, NO_VALUES, Set.of());
            }
        }
        return new Search(method, path).run();
    }

    private final class Search {
        private final String method;
        private final List<String> parts = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private final Set<String> allowed = new TreeSet<>();

        Search(String method, String path) {
            this.method = method;
            int from = 1;
            while (from < path.length()) {
                int slash = path.indexOf('/', from);
                int to = slash < 0 ? path.length() : slash;
                parts.add(Percent.decode(path.substring(from, to)));
                from = to + 1;
            }
        }

        Match run() {
            Route route = in(root, 0);
            return new Match(route, route == null ? NO_VALUES : values.toArray(NO_VALUES), allowed);
        }

        private @Nullable Route in(Node node, int at) {
            if (at == parts.size()) {
                Route here = at(node.leaf);
                return here != null ? here : rest(node, at);
            }
            String part = parts.get(at);
            Node text = node.texts.get(part);
            Route found = text == null ? null : in(text, at + 1);
            if (found != null) {
                return found;
            }
            for (Variable v : node.variables) {
                boolean fits = v.segment.pattern() == null
                        ? !part.isEmpty()
                        : v.segment.pattern().matcher(part).matches();
                found = fits ? with(part, v.node, at + 1) : null;
                if (found != null) {
                    return found;
                }
            }
            return rest(node, at);
        }

        private @Nullable Route rest(Node node, int at) {
            for (Variable v : node.rests) {
                String rest = String.join("/", parts.subList(at, parts.size()));
                if (v.segment.pattern() == null
                        || v.segment.pattern().matcher(rest).matches()) {
                    Route found = with(rest, v.node, parts.size());
                    if (found != null) {
                        return found;
                    }
                }
            }
            return null;
        }

        private @Nullable Route with(String value, Node node, int at) {
            values.add(value);
            Route found = at == parts.size() ? at(node.leaf) : in(node, at);
            if (found == null) {
                values.remove(values.size() - 1);
            }
            return found;
        }

        private @Nullable Route at(@Nullable Leaf leaf) {
            if (leaf == null) {
                return null;
            }
            Route route = leaf.route(method);
            if (route == null) {
                allowed.addAll(leaf.routes.keySet());
            }
            return route;
        }
    }
}
