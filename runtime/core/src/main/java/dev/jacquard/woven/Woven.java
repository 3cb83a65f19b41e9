package dev.jacquard.woven;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The door between woven code and the runtime: every static method that woven code calls is here, and the agent's
 * {@code RuntimeNames} mirrors it name by name.
 *
 * <p>Not for users: calling these methods by hand has no meaning.
 */
public final class Woven {
    /** Version of the contract; woven classes carry the one they were woven for. */
    public static final int ABI = 2;

    private Woven() {}

    /** A coroutine class asks, when it is initialised, whether runtime and weaver fit. */
    public static void requireAbi(int abi, String className) {
        if (abi != ABI) {
            throw new LinkageError(className
                    + " was woven for version "
                    + abi
                    + " of Jacquard's runtime contract, this runtime has version "
                    + ABI
                    + ". Use jacquard-agent (or the build plugin) and jacquard-core of the"
                    + " same release.");
        }
    }

    /** {@code await(x)}. */
    public static @Nullable Object await(@Nullable Object awaitable, String place, Driver driver) throws Throwable {
        return driver.await(awaitable, place);
    }

    /** {@code return x}, where x is a coroutine or a stage of which the weaver knows no more. */
    public static @Nullable Object awaitReturned(@Nullable Object awaitable, String place, Driver driver)
            throws Throwable {
        if (awaitable == null) {
            throw new NullPointerException(
                    "The @Async method " + place + " returned null. Return Coroutine.of(null) or Coroutine.done().");
        }
        return driver.await(awaitable, place);
    }

    /** {@code hasNext()} of an iterator that may be asynchronous. */
    public static Object hasNext(Iterator<?> iterator, Driver driver) throws Throwable {
        return driver.hasNext(iterator);
    }

    /** {@code close()} of a resource that may be asynchronous. */
    public static @Nullable Object close(AutoCloseable resource, Driver driver) throws Throwable {
        return driver.close(resource);
    }

    /**
     * {@code closeFinally(resource, failure)}, which Kotlin's {@code use} ends with: closes the resource, and what that
     * throws becomes a suppressed exception of the failure, if there is one.
     */
    public static @Nullable Object closeFinally(
            @Nullable AutoCloseable resource, @Nullable Throwable failure, Driver driver) throws Throwable {
        return driver.closeFinally(resource, failure);
    }

    /**
     * {@code first.addSuppressed(later)}, where the later one was thrown by a close that the compiler has put there. If
     * that is a cancellation and the first is not, the first becomes its suppressed one: else who catches the first
     * would go on in a task that was cancelled.
     *
     * @return the one that is to be thrown
     */
    public static Throwable suppress(Throwable first, Throwable later, Driver driver) {
        return driver.suppress(first, later);
    }

    /** {@code emit(v)} in a generator. */
    public static Object emit(@Nullable Object value, Driver driver) {
        return driver.emit(value);
    }

    /** What a suspension point begins with when it is resumed: gives the value or throws the exception. */
    public static @Nullable Object check(@Nullable Object value) {
        if (value instanceof Failure failure) {
            throw Woven.<RuntimeException>sneak(failure.exception());
        }
        return value;
    }

    /** Each catch block of a woven body tells of what it caught, so that the trace shows all awaits. */
    public static void caught(Throwable exception, Driver driver) {
        Traces.caught(exception, driver);
    }

    /** The generator of a generator method's body. */
    public static Object generator(Frame body) {
        return body.asGenerator();
    }

    /** {@code return g} in a generator: g must be {@code AsyncGenerator.end()}. */
    public static @Nullable Object ended(@Nullable Object end) {
        if (!(end instanceof End e && e.isEnd())) {
            throw new IllegalStateException("An @Async generator method returned "
                    + (end == null ? "null" : "another generator")
                    + ". Write return AsyncGenerator.end(), and emit the items of other"
                    + " generators.");
        }
        return null;
    }

    /** Starts the body of a method that returns a stage. */
    public static Object stage(Frame body) {
        return body.asStage();
    }

    /** Stands for a suspension point in code that could not be woven. */
    public static Object refuse(@Nullable Object ignored, String message) {
        throw new IllegalStateException(message);
    }

    /**
     * A call for people: its method, and its line if it is suspended.
     *
     * @param frame the coroutine
     */
    public static String describe(Frame frame) {
        return Rows.describe(frame);
    }

    /** Where a coroutine was awaited, or null if that is not known. */
    public static @Nullable String awaiter(Frame frame) {
        Object place = frame.place;
        if (place instanceof String known) {
            return known;
        }
        Frame parent = frame.parent instanceof KeptCall end ? end.parent : frame.parent;
        return parent != null
                ? Rows.describe(parent)
                : place instanceof Class<?> awaiter ? Rows.describe(awaiter) : null;
    }

    /**
     * The rows that a suspended call and those that await it would have on a stack.
     *
     * @param innermost the call, or null
     * @param limit how many rows at most
     * @return innermost first, without the runtime's own frames
     */
    public static List<StackTraceElement> rows(@Nullable Frame innermost, int limit) {
        return Rows.of(innermost, limit);
    }

    /** The call has ended, or will never begin: it holds nothing from now on. */
    public static void release(Frame frame) {
        frame.parent = null;
        frame.release();
    }

    /** The call that awaits a call, or null. */
    public static @Nullable Frame parent(Frame frame) {
        return frame.parent;
    }

    /** The rows of a stack that are the user's, and those of what the user has called. */
    public static List<StackTraceElement> usersRows(StackTraceElement[] rows) {
        return List.of(Rows.users(rows, 0, rows.length));
    }

    /**
     * What was thrown on behalf of a call before it was resumed, for that call: the lower rows of its trace are
     * replaced by those of the call and of the frames that await it.
     *
     * @param thrower the class on whose behalf: its row is the first that goes
     * @param innermost the call, or null
     */
    public static Failure thrownFor(Throwable exception, Class<?> thrower, @Nullable Frame innermost, Driver driver) {
        return Traces.thrownFor(exception, thrower, innermost, driver);
    }

    /**
     * What a suspended call is about to get in place of a value: its trace shows the call, and those that await it,
     * from now on.
     *
     * @param failure the exception as it was where it comes from, which may have others to get it
     * @param innermost the call, or null
     * @return the exception as it arrives
     */
    public static Failure arrived(Failure failure, @Nullable Frame innermost, Driver driver) {
        return Traces.arrived(failure, innermost, driver);
    }

    /** {@link #arrived} for what is thrown where an await, or a look at a result, does not wait. */
    public static Failure arrivedHere(Failure failure, Driver driver) {
        return Traces.arrivedHere(failure, driver);
    }

    /** {@link #arrived} for what a call throws into a generator's body. */
    public static Failure arrivedIn(Frame body, Failure failure, Driver driver) {
        return Traces.arrivedIn(body, failure, driver);
    }

    /** {@link #arrived} for what is thrown to code outside of any loop. */
    public static void arrivedOutside(Failure failure) {
        Traces.arrivedOutside(failure);
    }

    /** What a task ends with, for those who await the task. */
    public static Failure left(Failure failure, Driver driver) {
        return Traces.left(failure, driver);
    }

    /** The rows of this thread's stack below the loop that runs on it, without the runtime's. */
    public static StackTraceElement[] rowsBelowLoop() {
        return Rows.belowLoop(new Throwable().getStackTrace());
    }

    /** The rows of this thread's stack below the step that is going on, down to the next one. */
    public static StackTraceElement[] rowsBelowStep() {
        return Rows.belowTrampoline(new Throwable().getStackTrace());
    }

    /** Throws any exception without declaring it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X sneak(Throwable exception) throws X {
        throw (X) exception;
    }
}
