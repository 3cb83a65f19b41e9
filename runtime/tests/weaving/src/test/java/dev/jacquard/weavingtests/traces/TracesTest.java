package dev.jacquard.weavingtests.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.Plainly;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Run;
import dev.jacquard.weavingtests.harness.Weaving;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An exception shows the chain of awaits that plain calls would have shown: class, method and line of each row of the
 * program, whichever awaits have really suspended.
 */
class TracesTest {
    private static final String PROGRAM =
            """
            package program;

            import static dev.jacquard.Asyncio.*;
            import static dev.jacquard.weavingtests.harness.Points.*;

            import dev.jacquard.*;
            import dev.jacquard.annotations.Async;
            import dev.jacquard.weavingtests.harness.*;

            public class Traced {
                static Throwable caught;

                @Async static Coroutine<Integer> leaf(int n) {
                    int v = await(point(n));
                    if (v < 100) {
                        throw new Kit.E("boom");
                    }
                    return Coroutine.of(v);
                }

                @Async private Coroutine<Integer> middle(int n) {
                    int before = await(point(1));
                    return Coroutine.of(
                            before
                                    + await(leaf(n)));
                }

                interface Service {
                    Coroutine<Integer> call(int n);
                }

                static class Impl implements Service {
                    @Async public Coroutine<Integer> call(int n) {
                        await(point(7));
                        return new Traced().middle(n);
                    }
                }

                @Async static Coroutine<Integer> viaInterface(Service s) {
                    return Coroutine.of(1 + await(s.call(3)));
                }

                @Async static Coroutine<Integer> recursive(int depth) {
                    return Coroutine.of(depth == 0 ? await(leaf(1)) : await(recursive(depth - 1)));
                }

                // ---- the entries

                @Async static Coroutine<?> uncaught() {
                    await(point(0));
                    return Coroutine.of(await(new Traced().middle(2)));
                }

                @Async static Coroutine<?> throughAnInterface() {
                    return Coroutine.of(await(viaInterface(new Impl())));
                }

                @Async static Coroutine<?> deep() {
                    return Coroutine.of(await(recursive(5)));
                }

                @Async static Coroutine<?> inALambda() {
                    AsyncCallable<Integer> f = () -> {
                        int x = await(point(3));
                        return Coroutine.of(x + await(leaf(x)));
                    };
                    return Coroutine.of(await(f.call()));
                }

                @Async static Coroutine<?> throughFinally() {
                    int n = 0;
                    try {
                        n = await(leaf(4));
                    } finally {
                        n += await(point(5));
                    }
                    return Coroutine.of(n);
                }

                @Async static Coroutine<?> caughtWhereThrown() {
                    caught = null;
                    catching();
                    await(nest());
                    throw (RuntimeException) caught;
                }

                static void catching() {}

                @Async static Coroutine<Void> nest() {
                    await(catcher());
                    return Coroutine.done();
                }

                @Async static Coroutine<Void> catcher() {
                    await(point(1));
                    try {
                        await(point(2));
                        throw new Kit.E("own");
                    } catch (RuntimeException e) {
                        caught = e;
                    }
                    await(point(3));
                    return Coroutine.done();
                }

                @Async static Coroutine<?> caughtInTheCaller() {
                    try {
                        await(leaf(9));
                    } catch (RuntimeException e) {
                        caught = e;
                        await(point(1));
                    }
                    throw (RuntimeException) caught;
                }
            }
            """;

    private static final List<String> ENTRIES = List.of(
            "uncaught",
            "throughAnInterface",
            "deep",
            "inALambda",
            "throughFinally",
            "caughtWhereThrown",
            "caughtInTheCaller");

    private final Map<String, byte[]> compiled = InMemoryCompiler.debug().compile(Map.of("program.Traced", PROGRAM));

    @Test
    void tracesAreThoseOfPlainCalls() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        Class<?> plain = new ByteLoader("plain", Plainly.of(compiled), loader).loadClass("program.Traced");
        Class<?> woven = new ByteLoader("woven", Weaving.of(compiled).classes(), loader).loadClass("program.Traced");
        for (String entry : ENTRIES) {
            Run.begin(Plan.never(), 1_000);
            List<String> expected = rows(thrown(plain, entry));
            assertThat(expected).as("rows of the plain " + entry).hasSizeGreaterThan(1);
            int points = Run.current().points();
            for (int bits = 0; bits < 1 << points; bits++) {
                Run.begin(Plan.never().suspending(bits), 1_000);
                Throwable t = thrown(woven, entry);
                assertThat(rows(t))
                        .as(entry + " suspending at " + Integer.toBinaryString(bits))
                        .isEqualTo(expected);
                if (bits != 0) {
                    assertThat(machinery(t)).as("machinery in " + entry).isEmpty();
                }
            }
        }
    }

    /** What the awaits themselves throw was made elsewhere: on another stack, or by a cancellation. */
    @Test
    void whatArrivesHasTheTraceOfPlainCalls() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        Class<?> plain = new ByteLoader("plain", Plainly.of(compiled), loader).loadClass("program.Traced");
        Class<?> woven = new ByteLoader("woven", Weaving.of(compiled).classes(), loader).loadClass("program.Traced");
        for (String entry : ENTRIES) {
            Run.begin(Plan.never(), 1_000);
            thrown(plain, entry);
            int points = Run.current().points();
            for (int at = 0; at < points; at++) {
                for (Mishap mishap : Mishap.values()) {
                    for (int bits = 0; bits < 1 << points; bits++) {
                        Plan plan =
                                Plan.never().suspending(bits).with(at, mishap).salted(bits + at);
                        Run.begin(plan, 1_000);
                        List<String> expected = rows(thrown(plain, entry));
                        Run.begin(plan, 1_000);
                        Throwable t = thrown(woven, entry);
                        assertThat(rows(t)).as(entry + " with " + plan).isEqualTo(expected);
                        assertThat(machinery(t)).as("machinery in " + entry).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void anExceptionSeenByManyIsExtendedOnce() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        Class<?> woven = new ByteLoader("woven", Weaving.of(compiled).classes(), loader).loadClass("program.Traced");
        Run.begin(Plan.always(), 1_000);
        Method entry = entry(woven, "deep");
        Throwable[] seen = new Throwable[3];
        Asyncio.run(() -> {
            try {
                var task = Asyncio.createTask((Coroutine<?>) entry.invoke(null));
                for (int i = 0; i < 3; i++) {
                    int k = i;
                    task.addDoneCallback(f -> seen[k] = f.exception());
                }
                return Asyncio.sleep(1);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(seen[0]).isNotNull().isSameAs(seen[1]).isSameAs(seen[2]);
        assertThat(rows(seen[0]).stream().filter(r -> r.contains("recursive"))).hasSize(6);
    }

    private static Method entry(Class<?> type, String name) throws NoSuchMethodException {
        Method m = type.getDeclaredMethod(name);
        m.setAccessible(true);
        return m;
    }

    private static Throwable thrown(Class<?> type, String name) throws Exception {
        try {
            Object x = entry(type, name).invoke(null);
            if (x instanceof Coroutine<?> c) {
                Asyncio.run(c);
            } else {
                dev.jacquard.weavingtests.plain.Asyncio.await((dev.jacquard.weavingtests.plain.Awaitable<?>) x);
            }
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (RuntimeException | Error e) {
            return e;
        }
        throw new AssertionError(name + " threw nothing");
    }

    /** The plain form, too, has bodies apart from what creates them: {@code leaf$plain}. */
    private static List<String> rows(Throwable t) {
        return Arrays.stream(t.getStackTrace())
                .filter(r -> r.getClassName().startsWith("program.")
                        && !r.getClassName().contains("$Coroutine"))
                .map(r -> r.getClassName() + "." + r.getMethodName().replace("$plain", "") + ":" + r.getLineNumber())
                .toList();
    }

    private static List<String> machinery(Throwable t) {
        return Arrays.stream(t.getStackTrace())
                .filter(r -> r.getClassName().contains("$Coroutine")
                        || r.getClassName().contains(".woven."))
                .map(StackTraceElement::toString)
                .toList();
    }
}
