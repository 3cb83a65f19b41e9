package dev.jacquard.weavingtests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;

/** Writes a random program: a class with its base, its interface, and a few {@code @Async} methods. */
final class ProgramGenerator {
    /**
     * A generated program.
     *
     * @param className simple name, in the package {@code program}
     * @param sites the features of each site, by its number
     */
    record Text(String className, String source, List<Set<Feature>> sites) {}

    private final Writer w;
    private final Statements statements;
    private final int size;

    private ProgramGenerator(String className, long seed, int size) {
        this.w = new Writer(new Random(seed * 0x9E3779B97F4A7C15L + size), className);
        this.statements = new Statements(w);
        this.size = size;
    }

    /** The program of a seed; a smaller size gives a smaller program. */
    static Text generate(String className, long seed, int size) {
        ProgramGenerator g = new ProgramGenerator(className, seed, size);
        String source = g.source();
        return new Text(className, source, g.w.sites);
    }

    private String source() {
        String name = w.className;
        int count = 1 + w.below(Math.max(1, Math.min(6, size / 5)));
        for (int i = 0; i < count; i++) {
            w.methods.add(method(i));
        }
        StringBuilder inProgram = new StringBuilder();
        StringBuilder inBase = new StringBuilder();
        StringBuilder inFace = new StringBuilder();
        StringBuilder inInner = new StringBuilder();
        for (Method m : w.methods) {
            switch (m.place()) {
                case BASE:
                    inBase.append(text(m, "", "((" + name + ") this)"));
                    break;
                case OVERRIDE:
                    inBase.append(text(m, "", "((" + name + ") this)"));
                    inProgram.append(text(m, "@Override ", "this"));
                    break;
                case INTERFACE:
                    inFace.append(text(m, "default ", "((" + name + ") this)"));
                    break;
                case INNER:
                    inInner.append(text(m, "", name + ".this"));
                    break;
                case PRIVATE:
                    inProgram.append(text(m, "private ", "this"));
                    inProgram.append(relay(m));
                    break;
                case FINAL:
                    inProgram.append(text(m, "final ", "this"));
                    break;
                case STATIC:
                case GENERIC:
                    inProgram.append(text(m, "static ", "self"));
                    break;
                default:
                    inProgram.append(text(m, "", "this"));
            }
        }
        return HEAD
                + "interface %sFace {\n".formatted(name)
                + inFace
                + "}\n\nabstract class %sBase implements %sFace {\n".formatted(name, name)
                + FIELDS
                + abstracts()
                + inBase
                + "}\n\npublic class %s extends %sBase {\n".formatted(name, name)
                + inProgram
                + "    class Inner {\n"
                + inInner
                + "    }\n"
                + MEMBERS
                + entry()
                + "}\n";
    }

    private Method method(int index) {
        Method.Place place = w.oneOf(Method.Place.values());
        List<Kind> parameters = new ArrayList<>();
        int n = w.below(4);
        for (int i = 0; i < n; i++) {
            parameters.add(Kind.any(w.random));
        }
        if (place == Method.Place.GENERIC) {
            parameters.add(0, Kind.OBJECT);
        }
        return new Method(index, place, parameters, Kind.any(w.random));
    }

    private String head(Method m) {
        boolean generic = m.place() == Method.Place.GENERIC;
        StringJoiner parameters = new StringJoiner(", ", "(", ")");
        if (m.place().isStatic()) {
            parameters.add("final " + w.className + " self");
        }
        parameters.add("int caller").add("int fuel");
        for (int i = 0; i < m.parameters().size(); i++) {
            String type = generic && i == 0 ? "X" : m.parameters().get(i).type;
            parameters.add(type + " a" + i);
        }
        return (generic ? "<X> Coroutine<X> " : "Coroutine<" + m.result().boxed + "> ")
                + m.name()
                + parameters
                + " throws Exception";
    }

    private String text(Method m, String modifiers, String self) {
        w.method = m;
        w.self = self;
        w.size = size;
        w.lambdaDepth = 0;
        w.scope = new ArrayList<>();
        boolean generic = m.place() == Method.Place.GENERIC;
        for (int i = generic ? 1 : 0; i < m.parameters().size(); i++) {
            w.scope.add(new Variable("a" + i, m.parameters().get(i), false));
        }
        return w.captured(() -> {
            w.open("@Async " + modifiers + head(m));
            w.line("tick();");
            w.within(m.place().in, () -> {
                if (generic) {
                    genericBody();
                } else {
                    statements.body(m.result(), 1 + size / 6, 3);
                }
            });
            w.close("");
        });
    }

    /** Of a value of type X nothing is known: it is carried along. */
    private void genericBody() {
        Expressions e = statements.expressions();
        w.line("X first = a0;");
        w.line("log(\"x\", " + e.of(Kind.INT, 2) + ");");
        w.open("for (int k = 0; k < 2; k++)");
        w.line("tick();");
        w.line("first = await(Points.<X>point(" + w.site(Kind.OBJECT) + ", caller, k == 0 ? first : a0));");
        w.line("List<X> list = new ArrayList<>(Arrays.asList(first, await(Points.<X>point("
                + w.site(Kind.OBJECT)
                + ", first))));");
        w.line("first = list.get(" + e.of(Kind.INT, 2) + " & 1);");
        w.close("");
        w.line("return Coroutine.of(first);");
    }

    /** Base and interface cannot see private members: they call these. */
    private String relay(Method m) {
        StringBuilder arguments = new StringBuilder("caller, fuel");
        for (int i = 0; i < m.parameters().size(); i++) {
            arguments.append(", a").append(i);
        }
        String head = head(m).replace(" " + m.name() + "(", " relay" + m.name() + "(");
        return "    " + head + " { return " + m.name() + "(" + arguments + "); }\n";
    }

    private String abstracts() {
        return "";
    }

    private String entry() {
        w.method = new Method(-1, Method.Place.STATIC, List.of(), Kind.OBJECT);
        w.self = "self";
        w.size = size;
        w.scope = new ArrayList<>();
        Expressions e = statements.expressions();
        return w.captured(() -> {
            w.open("@Async static Coroutine<?> go() throws Exception");
            w.line("final %s self = new %s();".formatted(w.className, w.className));
            w.line("final int caller = -1;");
            w.line("final int fuel = 2;");
            for (Method m : w.methods) {
                w.open("try");
                String call = null;
                for (int tries = 0; tries < 20 && call == null; tries++) {
                    call = e.coroutine(m.result(), 2);
                }
                w.line("log(\"%s\", await(%s));".formatted(m.name(), call));
                w.close(" catch (E | PointFailure | ArithmeticException | A e) {");
                w.line("log(\"go\", e);");
                w.close("");
            }
            w.line("return Coroutine.of(Arrays.asList(self.state(), " + e.of(Kind.STRING, 2) + "));");
            w.close("");
        });
    }

    private static final String HEAD =
            """
            package program;

            import static dev.jacquard.Asyncio.*;
            import static dev.jacquard.weavingtests.harness.Kit.*;
            import static dev.jacquard.weavingtests.harness.Trail.*;

            import dev.jacquard.*;
            import dev.jacquard.annotations.Async;
            import dev.jacquard.weavingtests.harness.*;
            import java.util.*;
            import java.util.concurrent.*;

            """;

    private static final String FIELDS =
            """
                boolean fboolean = true;
                byte fbyte = 3;
                char fchar = 'f';
                short fshort = 300;
                int fint = 5;
                long flong = 6;
                float ffloat = 0.5f;
                double fdouble = 1.25;
                String fstring = "f";
                int[] fa = {1, 2, 3};
                Object fobject = "fo";
                Box fx = new Box(1, 2);

                Object state() {
                    return Arrays.asList(fboolean, fbyte, fchar, fshort, fint, flong, ffloat, fdouble, fstring, fa, fobject, fx);
                }

            """;

    private static final String MEMBERS =
            """

                static final class Counter implements AsyncIterable<Integer> {
                    final int site;
                    final int n;
                    Counter(int site, int n) { this.site = site; this.n = n; }
                    public AsyncIterator<Integer> iterator() {
                        return new AsyncIterator<Integer>() {
                            int i;
                            @Async public Coroutine<Boolean> hasNextAsync() { return Coroutine.of(await(Points.point(site, i < n))); }
                            public Integer next() { return i++; }
                        };
                    }
                }

                static final class AsyncRes implements AsyncCloseable {
                    final int site;
                    final String name;
                    AsyncRes(int site, String name) { this.site = site; this.name = name; log("open " + name); }
                    @Async public Coroutine<Void> closeAsync() {
                        log("closing " + await(Points.point(site, name)));
                        if (name.endsWith("!")) throw new E("close");
                        return Coroutine.done();
                    }
                }

            """;
}
