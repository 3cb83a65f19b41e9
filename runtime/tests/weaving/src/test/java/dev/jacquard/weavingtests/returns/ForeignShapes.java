package dev.jacquard.weavingtests.returns;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs of other languages that return coroutines. {@code E(x)} stands for the coroutine x where it is returned: x
 * as it is, and for the oracle {@code Coroutine.of(await(x))}.
 */
record ForeignShapes(String className, String head, String shapes, String foot) {
    static final ForeignShapes KOTLIN = new ForeignShapes(
            "Kotlin",
            """
                    package program
                    import dev.jacquard.*
                    import dev.jacquard.Asyncio.*
                    import dev.jacquard.annotations.Async
                    import dev.jacquard.weavingtests.harness.*
                    import dev.jacquard.weavingtests.harness.Kit.*
                    import dev.jacquard.weavingtests.harness.Points.*
                    import dev.jacquard.weavingtests.harness.Trail.*
                    object NAME {
                    @JvmStatic @Async private fun leaf(s: String): Coroutine<String> { log("leaf"); return Coroutine.of(s + await(point("!"))) }
                    private fun maybe(c: Coroutine<String>?): Coroutine<String>? { log("maybe"); return c }
                    private inline fun <T> guarded(block: () -> T): T { log("in"); try { return block() } finally { log("out") } }
                    """,
            """
                    @JvmStatic @Async fun expressionFinally(): Coroutine<String> = try { E(leaf("v")) } finally { log("finally") }
                    @JvmStatic @Async fun expressionCatch(): Coroutine<String> = try { E(leaf("v")) } catch (e: PointFailure) { log("caught"); E(leaf("c")) }
                    @JvmStatic @Async fun returnFinally(): Coroutine<String> { try { return E(leaf("v")) } finally { log("finally") } }
                    @JvmStatic @Async fun returnCatchFinally(): Coroutine<String> { try { return E(leaf("v")) } catch (e: RuntimeException) { log("c"); return E(leaf("c")) } finally { log("finally") } }
                    @JvmStatic @Async fun returnTry(): Coroutine<String> { return try { E(leaf("v")) } catch (e: RuntimeException) { log("c"); E(leaf("c")) } finally { log("finally") } }
                    @JvmStatic @Async fun valueOfFinally(): Coroutine<String> { val c = try { leaf("v") } finally { log("finally") }; return E(c) }
                    @JvmStatic @Async fun valueOfCatch(): Coroutine<String> { val c = try { leaf("v") } catch (e: RuntimeException) { log("caught"); leaf("c") }; return E(c) }
                    @JvmStatic @Async fun whenOf(): Coroutine<String> = try { when (await(point(7))) { 1 -> E(leaf("a")); 7 -> E(leaf("v")); else -> Coroutine.of("w") } } finally { log("finally") }
                    @JvmStatic @Async fun ifOf(): Coroutine<String> = if (await(point(7)) > 5) try { E(leaf("v")) } finally { log("finally") } else E(leaf("w"))
                    @JvmStatic @Async fun elvisReturn(): Coroutine<String> { try { return E(maybe(null) ?: leaf("v")) } finally { log("finally") } }
                    @JvmStatic @Async fun elvisValue(): Coroutine<String> = try { E(maybe(leaf("m")) ?: leaf("v")) } finally { log("finally") }
                    @JvmStatic @Async fun also(): Coroutine<String> = try { E(leaf("v").also { log("also") }) } finally { log("finally") }
                    @JvmStatic @Async fun let(): Coroutine<String> = try { E("v".let { leaf(it) }) } finally { log("finally") }
                    @JvmStatic @Async fun nested(): Coroutine<String> = try { try { E(leaf("v")) } finally { log("inner") } } catch (e: PointFailure) { E(leaf("c")) } finally { log("outer") }
                    @JvmStatic @Async fun loop(): Coroutine<String> { for (i in 0..2) { try { if (i == 1) return E(leaf("v")); log(i) } finally { log("finally") } }; return E(leaf("end")) }
                    @JvmStatic @Async fun use(): Coroutine<String> = Res("r").use { E(leaf("v")) }
                    @JvmStatic @Async fun useReturn(): Coroutine<String> { Res("r").use { return E(leaf("v")) } }
                    @JvmStatic @Async fun useFailing(): Coroutine<String> = Res("r!").use { E(leaf("v")) }
                    @JvmStatic @Async fun inlined(): Coroutine<String> = guarded { E(leaf("v")) }
                    @JvmStatic @Async fun inlinedReturn(): Coroutine<String> { guarded { return E(leaf("v")) } }
                    @JvmStatic @Async fun variable(): Coroutine<String> { val c = leaf("v"); try { return E(c) } finally { log("finally") } }
                    @JvmStatic @Async fun mutable(): Coroutine<String> { var c: Coroutine<String>? = null; try { c = leaf("v") } catch (e: RuntimeException) { log("caught") }; return E(c!!) }
                    @JvmStatic @Async fun finallyAwaits(): Coroutine<String> = try { E(leaf("v")) } finally { log(await(point("finally"))) }
                    @JvmStatic @Async fun finallyReturns(): Coroutine<String> { try { return E(leaf("v")) } finally { if (await(point(true))) return Coroutine.of("f") } }
                    @JvmStatic @Async fun catchThrows(): Coroutine<String> = try { E(leaf("v")) } catch (e: PointFailure) { throw E("changed") }
                    """,
            "}\n");

    static final ForeignShapes SCALA = new ForeignShapes(
            "Scala",
            """
                    package program
                    import dev.jacquard.*
                    import dev.jacquard.Asyncio.*
                    import dev.jacquard.annotations.Async
                    import dev.jacquard.weavingtests.harness.*
                    import dev.jacquard.weavingtests.harness.Kit.*
                    import dev.jacquard.weavingtests.harness.Points.{point => _, *}
                    import dev.jacquard.weavingtests.harness.Trail.*
                    object NAME {
                    def point[T](v: T): Awaitable[T] = Points.point(v)
                    @Async def leaf(s: String): Coroutine[String] = { log("leaf"); Coroutine.of(s + await(point("!"))) }
                    """,
            """
                    @Async def expressionFinally(): Coroutine[String] = try E(leaf("v")) finally log("finally")
                    @Async def expressionCatch(): Coroutine[String] = try E(leaf("v")) catch { case e: PointFailure => log("caught"); E(leaf("c")) }
                    @Async def catchFinally(): Coroutine[String] = try E(leaf("v")) catch { case e: RuntimeException => log("c"); E(leaf("c")) } finally log("finally")
                    @Async def returnFinally(): Coroutine[String] = { try { return E(leaf("v")) } finally { log("finally") } }
                    @Async def returnInLoop(): Coroutine[String] = { var i = 0; while (i < 3) { try { if (i == 1) return E(leaf("v")); log(i) } finally { log("finally") }; i += 1 }; E(leaf("end")) }
                    @Async def valueOfFinally(): Coroutine[String] = { val c = try leaf("v") finally log("finally"); E(c) }
                    @Async def valueOfCatch(): Coroutine[String] = { val c = try leaf("v") catch { case e: RuntimeException => log("caught"); leaf("c") }; E(c) }
                    @Async def matchOf(): Coroutine[String] = try { await(point(7)) match { case 1 => E(leaf("a")); case 7 => E(leaf("v")); case _ => Coroutine.of("w") } } finally log("finally")
                    @Async def ifOf(): Coroutine[String] = if (await(point(7)) > 5) try E(leaf("v")) finally log("finally") else E(leaf("w"))
                    @Async def nested(): Coroutine[String] = try { try E(leaf("v")) finally log("inner") } catch { case e: PointFailure => E(leaf("c")) } finally log("outer")
                    @Async def block(): Coroutine[String] = try { val s = await(point("v")); log(s); E(leaf(s)) } finally { log("a"); log("b") }
                    @Async def variable(): Coroutine[String] = { val c = leaf("v"); try E(c) finally log("finally") }
                    @Async def mutable(): Coroutine[String] = { var c: Coroutine[String] = null; try { c = leaf("v") } catch { case e: RuntimeException => log("caught") }; E(c) }
                    @Async def finallyAwaits(): Coroutine[String] = try E(leaf("v")) finally log(await(point("finally")))
                    @Async def catchThrows(): Coroutine[String] = try E(leaf("v")) catch { case e: PointFailure => throw new E("changed") }
                    @Async def caseGuards(): Coroutine[String] = try E(leaf("v")) catch { case e: PointFailure if await(point(true)) => E(leaf("c")); case e: E => E(leaf("d")) }
                    """,
            "}\n");

    static final ForeignShapes GROOVY = new ForeignShapes(
            "Groovy",
            """
                    package program
                    import dev.jacquard.*
                    import static dev.jacquard.Asyncio.*
                    import dev.jacquard.annotations.Async
                    import dev.jacquard.weavingtests.harness.*
                    import static dev.jacquard.weavingtests.harness.Points.*
                    import static dev.jacquard.weavingtests.harness.Trail.*
                    @groovy.transform.CompileStatic class NAME {
                    @Async static Coroutine<String> leaf(String s) { log('leaf'); return Coroutine.of(s + await(point('!'))) }
                    """,
            """
                    @Async static Coroutine<String> returnFinally() { try { return E(leaf('v')) } finally { log('finally') } }
                    @Async static Coroutine<String> implicitFinally() { try { E(leaf('v')) } finally { log('finally') } }
                    @Async static Coroutine<String> implicitCatch() { try { E(leaf('v')) } catch (PointFailure e) { log('caught'); E(leaf('c')) } }
                    @Async static Coroutine<String> catchFinally() { try { return E(leaf('v')) } catch (RuntimeException e) { log('c'); return E(leaf('c')) } finally { log('finally') } }
                    @Async static Coroutine<String> resource() { try (Kit.Res r = new Kit.Res('r')) { return E(leaf('v')) } }
                    @Async static Coroutine<String> resources() { try (Kit.Res r = new Kit.Res('r'); Kit.Res q = new Kit.Res('q')) { return E(leaf('v')) } catch (PointFailure e) { return E(leaf('c')) } finally { log('finally') } }
                    @Async static Coroutine<String> ternary() { try { return E(await(point(7)) > 5 ? leaf('v') : leaf('w')) } finally { log('finally') } }
                    @Async static Coroutine<String> mixed() { try { return E(await(point(7)) > 5 ? leaf('v') : Coroutine.<String>of('w')) } finally { log('finally') } }
                    @Async static Coroutine<String> nested() { try { try { return E(leaf('v')) } finally { log('inner') } } catch (PointFailure e) { return E(leaf('c')) } finally { log('outer') } }
                    @Async static Coroutine<String> loop() { for (int i = 0; i < 3; i++) { try { if (i == 1) return E(leaf('v')); log(i) } finally { log('finally') } }; return E(leaf('end')) }
                    @Async static Coroutine<String> variable() { Coroutine<String> c = leaf('v'); try { return E(c) } finally { log('finally') } }
                    @Async static Coroutine<String> mutable() { Coroutine<String> c = null; try { c = leaf('v') } catch (RuntimeException e) { log('caught') }; return E(c) }
                    @Async static Coroutine<String> finallyAwaits() { try { return E(leaf('v')) } finally { log(await(point('finally'))) } }
                    @Async static Coroutine<String> finallyReturns() { try { return E(leaf('v')) } finally { if (await(point(true))) return Coroutine.<String>of('f') } }
                    @Async static Coroutine<String> finallyTries() { try { return E(leaf('v')) } finally { try { log(Kit.checked(7)) } catch (Kit.A e) { log('a') } } }
                    @groovy.transform.CompileDynamic @Async static Coroutine<String> dynamicFinally() { try { return E(leaf('v')) } finally { log('finally') } }
                    """,
            "}\n");

    private static final Pattern METHOD = Pattern.compile("(?:fun|def|>) (\\w+)\\(\\)");

    /** The methods, each a shape. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        Matcher m = METHOD.matcher(shapes);
        while (m.find()) {
            names.add(m.group(1));
        }
        return names;
    }

    /**
     * The source.
     *
     * @param spelt whether what is returned says {@code of(await(...))}
     */
    String source(String name, boolean spelt) {
        StringBuilder out = new StringBuilder(head.replace("NAME", name));
        int from = 0;
        Matcher m = Pattern.compile("(?<!new |throw )\\bE\\(").matcher(shapes);
        while (m.find(from)) {
            int depth = 1;
            int close = m.end();
            while (depth > 0) {
                char c = shapes.charAt(close++);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            String value = shapes.substring(m.end(), close - 1);
            out.append(shapes, from, m.start())
                    .append(spelt ? "Coroutine.of(await(" + value + "))" : "(" + value + ")");
            from = close;
        }
        return out.append(shapes.substring(from)).append(foot).toString();
    }
}
