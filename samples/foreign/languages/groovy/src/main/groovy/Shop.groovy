package com.acme

import static dev.jacquard.Asyncio.await
import static dev.jacquard.Asyncio.emit
import static dev.jacquard.Asyncio.sleep

import dev.jacquard.AsyncCallable
import dev.jacquard.AsyncCloseable
import dev.jacquard.AsyncFunction
import dev.jacquard.AsyncGenerator
import dev.jacquard.Coroutine
import dev.jacquard.annotations.Async
import groovy.transform.CompileStatic

/** What is closed by waiting. */
@CompileStatic
class Till implements AsyncCloseable {
    List<String> log

    @Async
    Coroutine<Void> closeAsync() {
        await(sleep(1))
        log.add('closed')
        return Coroutine.done()
    }
}

/** A shop in Groovy, compiled statically: the weaver has to see the calls of await. */
@CompileStatic
class Shop {
    private final List<String> log

    Shop(List<String> log) {
        this.log = log
    }

    @Async
    Coroutine<Integer> price(String article, int discount = 0) {
        await(sleep(1))
        log.add("price $article".toString())
        return Coroutine.of(article.length() - discount)
    }

    @Async
    Coroutine<Integer> withDefaults() {
        return Coroutine.of(await(price('tea')) + await(price('tea', 1)))
    }

    /** Closures and lambdas whose static type returns a coroutine. */
    @Async
    Coroutine<Integer> lambdas() {
        AsyncFunction<String, Integer> twice = { String a -> Coroutine.of(await(price(a)) * 2) }
        AsyncCallable<Integer> lambda = () -> { try { return price('salt') } finally { log.add('finally') } }
        AsyncCallable<Integer> closure = { -> try { price('salt') } finally { log.add('finally') } }
        return Coroutine.of(await(twice.apply('tea')) + await(lambda.call()) + await(closure.call()))
    }

    @Async
    AsyncGenerator<String> articles() {
        for (String a : ['tea', 'salt']) {
            await(sleep(1))
            emit(a)
        }
        return AsyncGenerator.end()
    }

    @Async
    Coroutine<Integer> loop() {
        int sum = 0
        for (String a : articles()) {
            sum += await(price(a))
        }
        return Coroutine.of(sum)
    }

    @Async
    Coroutine<Integer> using() {
        try (Till till = new Till(log: log)) {
            return Coroutine.of(await(price('tea')))
        }
    }
}
