package com.acme

import dev.jacquard.AsyncCallable
import dev.jacquard.AsyncCloseable
import dev.jacquard.AsyncFunction
import dev.jacquard.AsyncGenerator
import dev.jacquard.AsyncIterable
import dev.jacquard.Asyncio.await
import dev.jacquard.Asyncio.emit
import dev.jacquard.Asyncio.sleep
import dev.jacquard.Coroutine
import dev.jacquard.annotations.Async

/** What is closed by waiting. */
class Till(private val log: MutableList<String>, private val fails: Boolean = false) : AsyncCloseable {
    @Async
    override fun closeAsync(): Coroutine<Void> {
        await(sleep(1))
        log.add("closed")
        if (fails) throw IllegalStateException("stuck")
        return Coroutine.done()
    }
}

/** A shop in Kotlin. */
class Shop(private val log: MutableList<String>) {
    private val factor = 2

    @Async
    fun price(article: String, discount: Int = 0): Coroutine<Int> {
        await(sleep(1))
        log.add("price $article")
        return Coroutine.of(article.length * factor - discount)
    }

    @Async
    fun withDefaults(): Coroutine<Int> = Coroutine.of(await(price("tea")) + await(price("tea", discount = 1)))

    /** A lambda for an interface of Jacquard: it may await, and what it returns is awaited inside its try. */
    @Async
    fun lambdas(): Coroutine<Int> {
        val twice = AsyncFunction<String, Int> { Coroutine.of(await(price(it)) * factor) }
        val noAwait = AsyncCallable { try { price("salt") } finally { log.add("finally") } }
        return Coroutine.of(await(twice.apply("tea")) + await(noAwait.call()))
    }

    /** A function of Kotlin's that returns a coroutine. */
    @Async
    fun function(): Coroutine<Int> {
        val ask: (String) -> Coroutine<Int> = { Coroutine.of(await(price(it)) + 1) }
        return ask("tea")
    }

    /** Inline functions are part of the method. */
    @Async
    fun inline(): Coroutine<Int> = Coroutine.of(listOf("tea", "salt").sumOf { await(price(it)) })

    @Async
    fun local(): Coroutine<Int> {
        @Async fun ask(article: String): Coroutine<Int> { return Coroutine.of(await(price(article)) + 1) }
        return ask("tea")
    }

    @Async
    fun articles(): AsyncGenerator<String> {
        for (a in listOf("tea", "salt")) {
            await(sleep(1))
            emit(a)
        }
        return AsyncGenerator.end()
    }

    @Async
    fun loop(): Coroutine<Int> {
        var sum = 0
        for (a in articles()) sum += await(price(a))
        return Coroutine.of(sum)
    }

    @Async
    fun <X> bounded(xs: X): Coroutine<Int> where X : Any, X : AsyncIterable<String> {
        var sum = 0
        for (x in xs) sum += x.length
        return Coroutine.of(sum)
    }

    /** The end of use is awaited. */
    @Async
    fun using(): Coroutine<Int> = Coroutine.of(Till(log).use { await(price("tea")) })

    @Async
    fun usingFails(): Coroutine<String> {
        try {
            Till(log, true).use { await(sleep(1)); throw IllegalArgumentException("empty") }
        } catch (e: IllegalArgumentException) {
            return Coroutine.of(e.message + " " + e.suppressed.map { it.message })
        }
    }

    @Async
    fun tryIsAnExpression(): Coroutine<Int> {
        val v = try { await(price("tea")) } catch (e: IllegalStateException) { 0 } finally { log.add("finally") }
        return Coroutine.of(v)
    }

    companion object {
        @JvmStatic
        @Async
        fun open(): Coroutine<String> {
            await(sleep(1))
            return Coroutine.of("open")
        }
    }
}

@Async
fun topLevel(shop: Shop): Coroutine<Int> = Coroutine.of(await(shop.price("tea")))
