package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** A program to step through; the numbers are what a debugger is to see. */
public final class Stepped {
    private Stepped() {}

    @Async
    static Coroutine<Integer> outer(int x) {
        int y = x; // 1
        y += await(inner(y)); // 2
        await(sleep(1)); // 3
        y += 1; // 4
        y += await(inner(y)); // 5
        return Coroutine.of(y); // 6
    }

    @Async
    static Coroutine<Integer> inner(int x) {
        int half = x / 2; // 7
        return Coroutine.of(half); // 8
    }

    /** The program. */
    public static void main(String[] args) {
        System.out.println(run(outer(8))); // 9
    } // end
}
