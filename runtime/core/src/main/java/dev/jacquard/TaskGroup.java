package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Woven;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that end together: the scope is left when all of them are done, and when one fails, the others and the body are
 * cancelled. {@code asyncio.TaskGroup}.
 *
 * <pre>{@code
 * int total = await(TaskGroup.run(group -> {
 *     Task<Integer> a = group.createTask(price("apples"));
 *     Task<Integer> b = group.createTask(price("pears"));
 *     return Coroutine.of(await(a) + await(b));
 * }));
 * }</pre>
 */
public final class TaskGroup {
    private @Nullable Task<?> parent;
    private boolean exiting;
    private boolean aborting;
    private boolean parentCancelRequested;
    private boolean cancelledBeforeEntering;
    private final List<Failed> failed = new ArrayList<>();
    private @Nullable LoopExit loopExit;
    private @Nullable Gate allDone;

    // the tasks that the group has not been told are done, in the order of creation
    private @Nullable Child first;
    private @Nullable Child last;
    private int running;

    /** A group to be entered by {@link #with}. */
    public TaskGroup() {}

    /**
     * Runs a body in a new group. {@code async with TaskGroup() as group}.
     *
     * @param body the body, given the group in which it may create tasks
     * @return a coroutine of what the body gives, when all tasks of the group are done; of null if {@link #cancel} has
     *     kept the body from giving something. If the body or a task fails, the others are cancelled and it throws an
     *     {@link ExceptionGroup} of all that failed (a {@link BaseExceptionGroup}, if there is a reason). If the task
     *     that awaits it is cancelled, so are body and tasks, and it throws the {@link CancelledError}, unless
     *     something failed. A body that ends by {@link GeneratorExit} without any task failing throws just that. A
     *     {@link LoopExit} passes as it is: what else the body threw, or tasks after a task's LoopExit, is suppressed
     *     in it; after the body's own the tasks' exceptions go to the loop's exception handler
     * @param <T> what the body gives
     * @param <X> what the body throws
     * @throws X never, but as part of an {@link ExceptionGroup}; declared so that the body may throw it
     */
    public static <T extends @Nullable Object, X extends Exception> Coroutine<T> run(
            ThrowingAsyncFunction<? super TaskGroup, T, X> body) throws X {
        return runNew(Objects.requireNonNull(body, "body is null"));
    }

    @Async
    private static <T extends @Nullable Object, X extends Exception> Coroutine<T> runNew(
            ThrowingAsyncFunction<? super TaskGroup, T, X> body) throws X {
        TaskGroup group = new TaskGroup();
        return group.with(() -> body.apply(group));
    }

    /**
     * Runs a body in this group: {@link #run} for a group that was made before.
     *
     * @param body the body
     * @return as {@link #run}. It throws {@link IllegalStateException} if the group was entered before
     * @param <T> what the body gives
     * @param <X> what the body throws
     * @throws X as {@link #run}
     */
    public <T extends @Nullable Object, X extends Exception> Coroutine<T> with(ThrowingAsyncCallable<T, X> body)
            throws X {
        return scope(Objects.requireNonNull(body, "body is null"));
    }

    @Async
    @SuppressWarnings("NullAway") // without a value: the group was cancelled
    private <T extends @Nullable Object, X extends Exception> Coroutine<T> scope(ThrowingAsyncCallable<T, X> body)
            throws X {
        enter();
        T value = null;
        Throwable failure = null;
        try {
            value = await(body.call());
        } catch (Throwable e) {
            failure = e;
        }
        await(leave(failure));
        return Coroutine.of(value);
    }

    private void enter() {
        if (parent != null) {
            throw new IllegalStateException(this + " has already been entered");
        }
        Task<?> current = Current.loop("TaskGroup").currentTask();
        if (current == null) {
            throw new IllegalStateException(this + " cannot determine the parent task: enter it inside a task");
        }
        parent = current;
        if (cancelledBeforeEntering) {
            cancel();
        }
    }

    @Async
    private Coroutine<Void> leave(@Nullable Throwable failure) {
        exiting = true;
        if (failure instanceof LoopExit exit && loopExit == null) {
            loopExit = exit;
        }
        CancelledError cancellation = failure instanceof CancelledError e ? e : null;
        if (failure != null && !aborting) {
            abort();
        }
        Task<?> task = Objects.requireNonNull(parent);
        CancelledError whileWaiting = null;
        while (first != null) {
            Gate gate = new Gate(task.loop, this, this::tasks);
            allDone = gate;
            try {
                await(gate);
            } catch (CancelledError e) {
                whileWaiting = e;
                if (!aborting) { // else it was this group that asked for it
                    cancellation = e;
                    abort();
                }
            }
            allDone = null;
        }
        LoopExit exit = loopExit;
        if (exit != null) {
            tellDisplacedBy(exit, failure);
            throw exit;
        }
        if (parentCancelRequested) {
            if (task.uncancel() == 0) {
                cancellation = null; // nobody else has asked
            } else if (cancellation == null) {
                cancellation = whileWaiting; // that was somebody else's
            }
        }
        if (cancellation != null && failed.isEmpty()) {
            throw cancellation;
        }
        List<Throwable> errors = new ArrayList<>();
        for (Failed f : failed) {
            Woven.arrivedHere(new Failure(f.exception), task.loop.driver);
            errors.add(f.exception);
        }
        if (failure != null && !(failure instanceof CancelledError)) {
            errors.add(failure);
        }
        if (!errors.isEmpty()) {
            if (task.cancelling() > 0) {
                // the errors take the place of a cancellation from outside: its request is made
                // anew, or the scopes around this one would not learn of it
                task.uncancel();
                task.cancel();
            }
            if (failure instanceof GeneratorExit && errors.size() == 1) {
                throw Sneaky.sneak(failure); // a generator is being closed: who does that expects it
            }
            throw Sneaky.sneak(BaseExceptionGroup.of("unhandled errors in a TaskGroup", errors));
        }
        return Coroutine.done();
    }

    /** What a LoopExit takes the place of is not lost with it. */
    private void tellDisplacedBy(LoopExit exit, @Nullable Throwable failure) {
        for (Failed f : failed) {
            if (f.exception instanceof LoopExit) {
                continue; // has left the loop itself
            }
            if (exit == failure) {
                f.task.loop.callExceptionHandler(new ErrorContext(
                        "Task exception was displaced by a LoopExit out of its TaskGroup's" + " body",
                        f.exception,
                        f.task));
            } else {
                exit.addSuppressed(f.exception);
            }
        }
        if (failure != null && failure != exit && !(failure instanceof CancelledError)) {
            exit.addSuppressed(failure);
        }
    }

    /**
     * Cancels the tasks of the group, and the body, at the await where it is or the next one; then the group is left
     * without an exception, unless something has failed. {@code TaskGroup.cancel}, since Python 3.15.
     *
     * <p>Before the group is entered this cancels it upon entering. Again, or after its end, it does nothing. A
     * cancellation of the task that has entered the group is another matter and passes. For the loop's thread.
     */
    public void cancel() {
        Task<?> p = parent;
        if (p == null) {
            cancelledBeforeEntering = true;
            return;
        }
        boolean ended = exiting && first == null;
        if (ended || aborting) {
            return;
        }
        abort();
        if (!parentCancelRequested) {
            parentCancelRequested = true;
            p.cancel();
        }
    }

    private void abort() {
        aborting = true;
        for (Child c = first; c != null; c = c.next) {
            if (!c.task.isDone()) {
                c.task.cancel();
            }
        }
    }

    // ---- tasks ---------------------------------------------------------------------------------

    /** {@link #createTask(Coroutine, String, Context)} without a name. */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine) {
        return createTask(coroutine, null, null);
    }

    /** {@link #createTask(Coroutine, String, Context)} in a copy of the current context. */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, @Nullable String name) {
        return createTask(coroutine, name, null);
    }

    /**
     * Starts a task of this group.
     *
     * @param coroutine what it does; closed if the task is refused
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     * @return the task, which the group cancels when another one, or the body, fails
     * @throws IllegalStateException if the group was not entered yet, has ended, or is cancelling its tasks
     */
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        return createTask(coroutine, name, context, null);
    }

    /** {@link #createTask(Coroutine, String, Context, Boolean)} without a name, in a copy of the current context. */
    public <T extends @Nullable Object> Task<T> createTask(Coroutine<T> coroutine, boolean eagerStart) {
        return createTask(coroutine, null, null, eagerStart);
    }

    /** {@link #createTask(Coroutine, boolean)} with a name. */
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, boolean eagerStart) {
        return createTask(coroutine, name, null, eagerStart);
    }

    /**
     * {@link #createTask(Coroutine, String, Context)} that starts at once or not.
     *
     * @param eagerStart true: its first step is done before this returns, up to where it really waits; if it fails, the
     *     group is told in the next round. False: it starts in the next round. Null: the loop's task factory decides
     */
    public <T extends @Nullable Object> Task<T> createTask(
            Coroutine<T> coroutine, @Nullable String name, @Nullable Context context, @Nullable Boolean eagerStart) {
        Objects.requireNonNull(coroutine, BaseEventLoop.NO_COROUTINE);
        Task<?> p = parent;
        if (p == null) {
            throw refuse(coroutine, " has not been entered");
        }
        if (exiting && first == null) {
            throw refuse(coroutine, " is finished");
        }
        if (aborting) {
            throw refuse(coroutine, " is shutting down");
        }
        Task<T> task = p.loop.createTask(coroutine, name, context, eagerStart);
        Child child = new Child(this, task);
        add(child);
        task.addCallback(child); // of an eager one that is done, too: nothing happens in this call
        if (aborting && !task.isDone()) {
            task.cancel(); // its eager first step has ended the group
        }
        return task;
    }

    private IllegalStateException refuse(Coroutine<?> coroutine, String why) {
        coroutine.close();
        return new IllegalStateException(this + why + ": no task can be created in it");
    }

    private void childDone(Task<?> task) {
        if (task.isCancelled()) {
            return;
        }
        Throwable e = task.exception();
        if (e == null) {
            return;
        }
        failed.add(new Failed(task, e));
        if (e instanceof LoopExit exit && loopExit == null) {
            loopExit = exit;
        }
        Task<?> p = Objects.requireNonNull(parent);
        if (p.isDone()) { // a LoopExit has kept it from waiting for its tasks
            p.loop.callExceptionHandler(
                    new ErrorContext(task + " has failed but its parent " + p + " is already done", e, task));
        } else if (!aborting && !parentCancelRequested) {
            abort();
            parentCancelRequested = true;
            p.cancel();
        }
    }

    /** The task that has entered the group on whose behalf a task has this callback, or null. */
    static @Nullable Task<?> parentOf(Job callback) {
        return callback instanceof Child child ? child.group.parent : null;
    }

    /** Those that are not done. */
    private List<Task<?>> tasks() {
        List<Task<?>> tasks = new ArrayList<>();
        for (Child c = first; c != null; c = c.next) {
            if (!c.task.isDone()) {
                tasks.add(c.task);
            }
        }
        return tasks;
    }

    private void add(Child child) {
        Child l = last;
        child.previous = l;
        if (l == null) {
            first = child;
        } else {
            l.next = child;
        }
        last = child;
        running++;
    }

    private void remove(Child child) {
        Child p = child.previous;
        Child n = child.next;
        if (p == null) {
            first = n;
        } else {
            p.next = n;
        }
        if (n == null) {
            last = p;
        } else {
            n.previous = p;
        }
        running--;
        Gate gate = allDone;
        if (first == null && gate != null) {
            gate.open();
        }
    }

    /** A task of the group that has thrown something. */
    private record Failed(Task<?> task, Throwable exception) {}

    /** A task of the group, and the callback that tells the group that it is done. */
    private static final class Child extends Job {
        private final TaskGroup group;
        private final Task<?> task;
        private @Nullable Child previous;
        private @Nullable Child next;

        Child(TaskGroup group, Task<?> task) {
            this.group = group;
            this.task = task;
        }

        @Override
        protected void run(JobLoop on) {
            group.remove(this);
            group.childDone(task);
        }
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("TaskGroup[");
        if (parent == null) {
            return s.append(cancelledBeforeEntering ? "cancelled, " : "")
                    .append("not entered]")
                    .toString();
        }
        s.append(running).append(running == 1 ? " task running" : " tasks running");
        if (!failed.isEmpty()) {
            s.append(", ").append(failed.size()).append(" failed");
        }
        return s.append(aborting ? ", cancelling]" : "]").toString();
    }
}
