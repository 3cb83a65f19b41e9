package com.acme

import dev.jacquard.{AsyncFunction, AsyncGenerator, Coroutine}
import dev.jacquard.Asyncio.{await, emit, sleep}
import dev.jacquard.annotations.Async
import java.util.List as JList

/** A shop in Scala. */
class Shop(log: JList[String]) {
  @Async def price(article: String): Coroutine[Integer] = {
    await(sleep(1L))
    log.add("price " + article)
    Coroutine.of(article.length)
  }

  @Async def sum(): Coroutine[Integer] = Coroutine.of(await(price("tea")) + await(price("salt")))

  /** Lambdas for an interface of Jacquard, and functions that return a coroutine. */
  @Async def lambdas(): Coroutine[Integer] = {
    val twice: AsyncFunction[String, Integer] = a => Coroutine.of(await(price(a)) * 2)
    val times: Int => Coroutine[Integer] = n => Coroutine.of(await(price("tea")) * n)
    val both: (Int, String) => Coroutine[Integer] = (n, a) => Coroutine.of(await(price(a)) * n)
    Coroutine.of(await(twice.apply("tea")) + await(times(3)) + await(both(2, "salt")))
  }

  def later(c: => Coroutine[Integer]): Coroutine[Integer] = { log.add("later"); c }

  @Async def byName(): Coroutine[Integer] = later(Coroutine.of(await(price("tea")) + 1))

  @Async def articles(): AsyncGenerator[String] = {
    await(sleep(1L))
    emit("tea")
    emit("salt")
    AsyncGenerator.end()
  }

  @Async def loop(): Coroutine[Integer] = {
    var sum = 0
    val it = articles().iterator()
    while it.hasNext() do sum += await(price(it.next()))
    Coroutine.of(sum)
  }

  @Async def caught(): Coroutine[String] = {
    val v = try { await(fails()) } catch { case e: IllegalStateException => e.getMessage } finally log.add("finally")
    Coroutine.of(v)
  }

  @Async def fails(): Coroutine[String] = { await(sleep(1L)); throw new IllegalStateException("sold out") }
}

object Shop {
  @Async def open(): Coroutine[String] = { await(sleep(1L)); Coroutine.of("open") }
}
