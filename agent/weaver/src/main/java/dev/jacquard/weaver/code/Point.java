package dev.jacquard.weaver.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A suspension point: an instruction at which the method may be left and entered again. The analysis gives it whole.
 *
 * <pre>
 *   before                              after (what stands at the instruction)
 *   x                                   x
 *   invokestatic Asyncio.await          aload driver; invokestatic Woven.await; dup; getstatic SUSPENDED
 *                                       if_acmpeq SAVE;  RESUMED: (the result)
 * </pre>
 */
public final class Point {
    public enum What {
        /** {@code await(x)}; also with the class of a checked exception behind x. */
        AWAIT,
        /** {@code f(x)} whose coroutine is awaited at once, f woven in the same class. */
        CALL_DIRECT,
        /** {@code f(x)} whose coroutine is awaited at once, f elsewhere or virtual: linked at run time. */
        CALL_LINKED,
        HAS_NEXT,
        CLOSE,
        /** What Kotlin's {@code use} ends with: the resource and the exception or null. */
        CLOSE_FINALLY,
        EMIT,
        /** {@code emitAndReceive(v)}: its value is what was sent. */
        EXCHANGE,
        /** Torture: behind any call. */
        TORTURE
    }

    /** How the result is used. */
    public enum Result {
        /** Stays on the stack as Object. */
        OBJECT,
        /** Is returned from the method. */
        RETURN,
        /** Is stored as a completed coroutine, returned behind a finally part. */
        STORE_RETURN,
        /**
         * The point stands behind the instruction that gave the value; a completed coroutine takes its place on the
         * stack, and is returned behind a finally part.
         */
        KEEP_RETURN,
        BOOLEAN,
        NONE
    }

    /**
     * Where a method suspends, as it is found in the code, before the types there are known.
     *
     * @param what is awaited
     * @param result how the result is used
     * @param insn the instruction at which the expansion stands
     * @param call for direct and linked calls: the call, which the expansion replaces as well; else -1. It is the
     *     instruction before, or the one at which the expansion stands
     * @param maybe whether only the object tells if it is asynchronous: else it is an ordinary call
     * @param completed whether what is returned is known to be complete, so that nothing happens behind a monitor
     */
    public record Site(What what, Result result, int insn, int call, boolean maybe, boolean completed) {
        Site(What what, Result result, int insn, int call) {
            this(what, result, insn, call, false, false);
        }

        /** The first instruction that the expansion replaces. */
        public int first() {
            return call >= 0 ? call : insn;
        }

        /** Whether the value is awaited behind the instruction; else the instruction takes it. */
        public boolean isBehind() {
            return result == Result.KEEP_RETURN;
        }

        /** Torture: whether it stands behind any call, and not for what is returned. */
        public boolean isCall() {
            return what == What.TORTURE && result == Result.NONE;
        }

        /** Whether what is awaited must be known when the result is made: what is kept for the return. */
        boolean keeps() {
            return result == Result.KEEP_RETURN || result == Result.STORE_RETURN;
        }
    }

    public final Site site;
    public final What what;
    public final Result result;
    public final int insn;
    public final int call;

    /** State number, from 1. */
    public final int state;

    /** Types below the result, as in a frame (long and double take one entry). */
    public final Object[] stack;

    /** Types of the locals by slot, dead ones null. */
    public final @Nullable Object[] locals;

    /** The type of what is kept for the return: null cannot be awaited. */
    public final @Nullable Object kept;

    Point(Site site, int state, Object[] stack, @Nullable Object[] locals, @Nullable Object kept) {
        this.site = site;
        this.what = site.what;
        this.result = site.result;
        this.insn = site.insn;
        this.call = site.call;
        this.state = state;
        this.stack = stack;
        this.locals = locals;
        this.kept = kept;
    }

    /** The first instruction that the expansion replaces. */
    public int first() {
        return site.first();
    }

    /** Whether the value is awaited behind the instruction; else the instruction takes it. */
    public boolean isBehind() {
        return site.isBehind();
    }

    /** Torture: whether it stands behind any call, and not for what is returned. */
    public boolean isCall() {
        return site.isCall();
    }

    /** Whether it awaits what the method returns. */
    public boolean isReturned() {
        return result == Result.RETURN || site.keeps();
    }

    @Override
    public String toString() {
        return what + "@" + insn + " stack " + Arrays.toString(stack);
    }
}
