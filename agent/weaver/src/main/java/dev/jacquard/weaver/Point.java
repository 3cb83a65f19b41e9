package dev.jacquard.weaver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A suspension point: an instruction at which the method may be left and entered again.
 *
 * <pre>
 *   before                              after (what stands at the instruction)
 *   x                                   x
 *   invokestatic Asyncio.await          aload driver; invokestatic Woven.await; dup; getstatic SUSPENDED
 *                                       if_acmpeq SAVE;  RESUMED: (the result)
 * </pre>
 */
final class Point {
    enum What {
        /** {@code await(x)}; also with the class of a checked exception behind x. */
        AWAIT,
        /** {@code f(x)} whose coroutine is awaited at once, f woven in the same class. */
        CALL_DIRECT,
        /** The same, f elsewhere or virtual: linked at run time. */
        CALL_LINKED,
        HAS_NEXT,
        CLOSE,
        EMIT,
        /** {@code emitAndReceive(v)}: its value is what was sent. */
        EXCHANGE,
        /** Torture: behind any call. */
        TORTURE
    }

    /** How the result is used. */
    enum Result {
        /** Stays on the stack as Object. */
        OBJECT,
        /** Is returned from the method. */
        RETURN,
        /** Is stored as a completed coroutine, returned behind a finally part. */
        STORE_RETURN,
        BOOLEAN,
        NONE
    }

    final What what;
    final Result result;

    /** The instruction at which the expansion stands. */
    final int insn;

    /** For direct and linked calls: the call, which the expansion replaces as well; else -1. */
    final int call;

    /**
     * Whether what is returned is known to be complete, so that nothing happens behind a monitor.
     */
    boolean completed;

    /** State number, from 1. */
    int state;

    /** Types below the result, as in a frame (long and double take one entry). */
    Object[] stack = {};

    /** Types of the locals by slot, dead ones null. */
    @Nullable Object[] locals = {};

    Point(What what, Result result, int insn, int call) {
        this.what = what;
        this.result = result;
        this.insn = insn;
        this.call = call;
    }

    @Override
    public String toString() {
        return what + "@" + insn + " stack " + Arrays.toString(stack);
    }
}
