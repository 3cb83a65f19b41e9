package dev.jacquard.weavingtests.shapes;

import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler.CompilationFailed;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Sources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A program of a few lines, wrapped into a class, compiled in several ways, and explored. */
final class Shape {
    private Shape() {}

    /** Explores a program whose {@code go()} is this body. */
    static void body(String body) {
        members(go(body));
    }

    /** Explores a program with this body and more members. */
    static void body(String body, String members) {
        members(go(body) + members);
    }

    /** Explores a program with these members, one of them {@code go()}. */
    static void members(String members) {
        explore(members, false, true);
    }

    /** The same with static state: every run gets classes of its own. */
    static void freshMembers(String members) {
        explore(members, true, true);
    }

    /** The same for the language of a newer release, or nothing where the JDK does not know it. */
    static void newer(int release, String body, String members) {
        if (InMemoryCompiler.knows(release)) {
            String name = name();
            String source = source(name, go(body) + members);
            Explorer.explore(program(InMemoryCompiler.release(release), name, source, false));
        }
    }

    /** The {@code go()} with a body. */
    static String go(String body) {
        return "@Async static Coroutine<?> go() throws Exception {\n" + body.indent(4) + "}\n";
    }

    /** The source of a class of the package {@code program}. */
    static String source(String simpleName, String members) {
        return Sources.of(simpleName, members);
    }

    /** Explores many programs that are compiled in one go. */
    static void explore(Map<String, String> membersByName) {
        Map<String, String> sources = new LinkedHashMap<>();
        membersByName.forEach((name, members) -> sources.put("program." + name, source(name, members)));
        Map<String, byte[]> classes = InMemoryCompiler.debug().compile(sources);
        sources.forEach((name, source) -> {
            Map<String, byte[]> own = new LinkedHashMap<>(classes);
            String internal = name.replace('.', '/');
            own.keySet().removeIf(c -> !c.equals(internal) && !c.startsWith(internal + "$"));
            Explorer.explore(new Program(name, source, own, false));
        });
    }

    private static void explore(String members, boolean fresh, boolean allWays) {
        String name = name();
        String source = source(name, members);
        Explorer.explore(program(InMemoryCompiler.debug(), name, source, fresh));
        if (allWays) {
            Explorer.explore(program(InMemoryCompiler.stripped(), name, source, fresh));
            Program old;
            try {
                old = program(InMemoryCompiler.release(8), name, source, fresh);
            } catch (CompilationFailed newerThanJava8) {
                return;
            }
            Explorer.explore(old);
        }
    }

    private static Program program(InMemoryCompiler compiler, String name, String source, boolean fresh) {
        Map<String, byte[]> classes = compiler.compile(Map.of("program." + name, source));
        return new Program("program." + name, source, classes, fresh);
    }

    /** A class is named after its test. */
    static String name() {
        Predicate<StackWalker.StackFrame> test = f -> !f.getClassName().equals(Shape.class.getName());
        String method = StackWalker.getInstance()
                .walk(frames -> frames.filter(test).findFirst().orElseThrow().getMethodName());
        return Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }
}
