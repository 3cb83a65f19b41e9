package dev.jacquard.benchmarks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** The loops that start the chains of {@link JacquardVariants}. */
final class JacquardVariantsProg {
    private JacquardVariantsProg() {}

    @Async
    private static Coroutine<Long> chains(InstanceChain on, int n, boolean suspends) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += suspends ? await(on.chainS(10, i)) : await(on.chain(10, i));
        }
        return Coroutine.of(s);
    }

    @Async
    private static Coroutine<Long> chains(Link on, int n, boolean suspends) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += suspends ? await(on.chainS(10, i)) : await(on.chain(10, i));
        }
        return Coroutine.of(s);
    }

    @Async
    private static Coroutine<Long> chains(int n, boolean suspends) {
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += suspends ? await(Near.chainS(10, i)) : await(Near.chain(10, i));
        }
        return Coroutine.of(s);
    }

    static long instance(int n, boolean suspends) {
        return run(chains(new InstanceChain(), n, suspends));
    }

    /** The call goes through an interface; only one class implements it. */
    static long interface1(int n, boolean suspends) {
        Link[] links = new Link[4];
        Link a = new LinkA(links);
        links[0] = a;
        links[1] = a;
        links[2] = a;
        links[3] = a;
        return run(chains(a, n, suspends));
    }

    /** Every call site sees three classes. */
    static long interface3(int n, boolean suspends) {
        Link[] links = new Link[4];
        links[0] = new LinkA(links);
        links[1] = new LinkB(links);
        links[2] = new LinkC(links);
        links[3] = links[0];
        return run(chains(links[0], n, suspends));
    }

    static long otherPackage(int n, boolean suspends) {
        return run(chains(n, suspends));
    }

    static long notWoven(int n, boolean suspends) {
        return run(chains(new Delegating(), n, suspends));
    }
}
