package dev.jacquard.weavingtests.random;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** What statements and expressions share while a program is written: chance, scope, features, sites. */
final class Writer {
    final Random random;
    final String className;
    final List<Method> methods = new ArrayList<>();
    final List<Set<Feature>> sites = new ArrayList<>();

    /** Variables in scope, of the method or lambda that is being written. */
    List<Variable> scope = new ArrayList<>();

    /** The method that is being written. */
    Method method;

    /** The expression for the program's object: fields and instance methods are reached by it. */
    String self = "this";

    /** How many statements may still be written. */
    int size;

    /** Whether an await may stand here; not in monitors. */
    boolean mayAwait = true;

    /** Operands below of two slots: javac crashes on a try in a switch expression above one. */
    int wideBelow;

    int lambdaDepth;
    boolean captures;
    int jumps;

    private final Deque<Feature> features = new ArrayDeque<>();
    private StringBuilder out = new StringBuilder();
    private int indent = 1;
    private int names;

    Writer(Random random, String className) {
        this.random = random;
        this.className = className;
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    @SafeVarargs
    final <T> T oneOf(T... items) {
        return items[random.nextInt(items.length)];
    }

    String fresh(String prefix) {
        return prefix + names++;
    }

    void line(String text) {
        out.append("    ".repeat(indent)).append(text).append('\n');
    }

    /** A line that opens a block. */
    void open(String text) {
        line(text + " {");
        indent++;
    }

    /** A line that closes a block, and may open the next. */
    void close(String text) {
        indent--;
        line("}" + text);
        if (text.endsWith("{")) {
            indent++;
        }
    }

    /** What the action writes, as text. */
    String captured(Runnable action) {
        StringBuilder before = out;
        out = new StringBuilder();
        action.run();
        String text = out.toString();
        out = before;
        return text;
    }

    String text() {
        return out.toString();
    }

    <T> T in(Feature feature, Supplier<T> action) {
        features.push(feature);
        T t = action.get();
        features.pop();
        return t;
    }

    void within(Feature feature, Runnable action) {
        features.push(feature);
        action.run();
        features.pop();
    }

    /** The feature that is nearest around, or null. */
    Feature innermost() {
        return features.peek();
    }

    boolean isIn(Feature feature) {
        return features.contains(feature);
    }

    /** Runs an action whose declarations go out of scope afterwards. */
    void scoped(Runnable action) {
        List<Variable> before = scope;
        scope = new ArrayList<>(before);
        action.run();
        scope = before;
    }

    /** Forgets the features around while a method or class of its own is written. */
    void apart(Runnable action) {
        List<Feature> before = new ArrayList<>(features);
        features.clear();
        action.run();
        features.clear();
        features.addAll(before);
    }

    /** Numbers an await that stands here. */
    int site(Kind gives) {
        EnumSet<Feature> here = features.isEmpty() ? EnumSet.noneOf(Feature.class) : EnumSet.copyOf(features);
        if (gives != null) {
            here.add(gives.gives);
        }
        for (Variable v : scope) {
            here.add(v.kind().beside);
        }
        sites.add(here);
        return sites.size() - 1;
    }
}
