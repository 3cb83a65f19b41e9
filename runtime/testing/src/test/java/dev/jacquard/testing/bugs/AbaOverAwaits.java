package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** What is on top is the same as before, but what is below it is not. */
final class AbaOverAwaits {
    /** Reused when it was popped. */
    private static final class Node {
        Node next;
        boolean used;
    }

    private Node top = new Node();
    private int version;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        AbaOverAwaits stack = new AbaOverAwaits();
        stack.push(new Node());
        await(gather(stack.popSlowly(fixed), stack.popTwoPushOne()));
        check(stack.top == null || !stack.top.used, "what is in use is on the stack");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> popSlowly(boolean fixed) {
        Node first = top;
        if (first == null) {
            return Coroutine.done();
        }
        Node second = first.next;
        int then = version;
        await(steps(1));
        if (top == first && (!fixed || version == then)) { // nothing has changed: or has it?
            top = second;
            version++;
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> popTwoPushOne() {
        await(steps(1));
        Node a = pop();
        Node b = pop();
        if (b != null) {
            b.used = true;
        }
        await(steps(1));
        push(a);
        return Coroutine.done();
    }

    private Node pop() {
        Node n = top;
        if (n != null) {
            top = n.next;
            version++;
        }
        return n;
    }

    private void push(Node n) {
        n.next = top;
        top = n;
        version++;
    }
}
