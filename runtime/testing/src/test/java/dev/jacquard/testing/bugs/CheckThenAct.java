package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Checks, waits, acts: what was checked is not true any more. */
final class CheckThenAct {
    private int free = 1;
    private int sold;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        CheckThenAct seats = new CheckThenAct();
        await(gather(seats.buy(0, fixed), seats.buy(3, fixed)));
        check(seats.sold <= 1, "one seat was sold to two");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> buy(int later, boolean fixed) {
        await(steps(later));
        if (free > 0) {
            if (fixed) {
                free--;
            }
            await(steps(2)); // the payment
            if (!fixed) {
                free--;
            }
            sold++;
        }
        return Coroutine.done();
    }
}
