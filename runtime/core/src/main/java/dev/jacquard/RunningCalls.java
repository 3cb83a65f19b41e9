package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of those tasks of a loop whose steps are on its thread's stack: the one that runs, and below it those in
 * whose steps tasks were started eagerly.
 *
 * <pre>
 *   Shop.price                      plain code      ┐
 *   Shop.fetch                      a woven body    │ the task that runs
 *   Driver.run                      its trampoline  ┘ then the frames that await, from the heap
 *   Task.run, Task.startHere        an eager start
 *   Shop.order                      a woven body    ┐
 *   Driver.resumeParents            its trampoline  ┘ the task that has started it
 *   Task.step, JobLoop.runRounds
 * </pre>
 */
final class RunningCalls {
    private static final RunningCalls NONE = new RunningCalls();
    private static final String TRAMPOLINE = Driver.class.getName();
    private static final Set<String> RESUMING = Set.of("run", "onlySuspends", "resumeParents");

    private final Map<Task<?>, List<FrameCallGraphEntry>> calls = new IdentityHashMap<>();

    private RunningCalls() {}

    /**
     * Those that run now.
     *
     * @param loop one whose thread this is; else what is read goes on, and is not to be trusted
     */
    static RunningCalls of(BaseEventLoop loop) {
        List<TaskDriver.Stepping> steps = loop.driver.stepping();
        if (steps.isEmpty()) {
            return NONE;
        }
        List<FrameCallGraphEntry> rows;
        if (loop.isHere()) {
            rows = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.map(RunningCalls::row).toList());
        } else {
            Thread thread = loop.runningThread();
            rows = thread == null
                    ? List.of()
                    : Stream.of(thread.getStackTrace())
                            .map(row -> new FrameCallGraphEntry(row, false))
                            .toList();
        }
        RunningCalls running = new RunningCalls();
        running.divide(rows, steps);
        return running;
    }

    /** The calls of a task, innermost first, or null if none of its steps is running. */
    @Nullable
    List<FrameCallGraphEntry> of(Task<?> task) {
        return calls.get(task);
    }

    /** What a loop's thread is doing, seen from any thread. */
    static List<StackTraceElement> stackOf(BaseEventLoop loop, Thread thread) {
        return logical(List.of(thread.getStackTrace()), loop.driver.innermostStep(), Integer.MAX_VALUE);
    }

    /**
     * The calls that a stack means.
     *
     * @param stack innermost call first
     * @param step the innermost step that is on the stack: of the calls that await the one that was resumed, none is.
     *     Null outside of a task
     * @param limit how many rows at most
     * @return without the runtime's rows, with the calls that await
     */
    static List<StackTraceElement> logical(
            List<StackTraceElement> stack, TaskDriver.@Nullable Stepping step, int limit) {
        int from = 0;
        while (from < stack.size() && Stacks.isRuntime(stack.get(from))) {
            from++;
        }
        List<StackTraceElement> all = new ArrayList<>();
        boolean inserted = false;
        boolean inGenerator = false;
        for (StackTraceElement row : stack.subList(from, stack.size())) {
            inGenerator |= isGenerator(row);
            if (step != null && !inserted && isTrampoline(row)) {
                inserted = true;
                Frame resumed = inGenerator && !all.isEmpty()
                        ? consumer(step.task(), row, all.get(all.size() - 1))
                        : step.resumed();
                if (resumed != null) {
                    all.addAll(Woven.rows(Woven.parent(resumed), limit));
                }
            }
            all.addAll(Woven.usersRows(new StackTraceElement[] {row}));
        }
        return List.copyOf(all.size() > limit ? all.subList(0, limit) : all);
    }

    private static FrameCallGraphEntry row(StackFrame frame) {
        boolean isWoven = frame.getMethodType().parameterList().contains(Driver.class);
        return new FrameCallGraphEntry(frame.toStackTraceElement(), isWoven);
    }

    /** Gives each step its part of the stack. */
    private void divide(List<FrameCallGraphEntry> rows, List<TaskDriver.Stepping> steps) {
        int at = 0;
        for (TaskDriver.Stepping step : steps) {
            List<FrameCallGraphEntry> own = new ArrayList<>();
            boolean inGenerator = false;
            while (at < rows.size() && !isTrampoline(rows.get(at).frame())) {
                FrameCallGraphEntry row = rows.get(at++);
                inGenerator |= isGenerator(row.frame());
                if (isUsers(row.frame())) {
                    own.add(row);
                }
            }
            if (at == rows.size()) {
                return; // seen from another thread, which has gone on
            }
            Frame resumed = inGenerator && !own.isEmpty()
                    ? consumer(
                            step.task(),
                            rows.get(at).frame(),
                            own.get(own.size() - 1).frame())
                    : step.resumed();
            if (resumed != null) {
                for (StackTraceElement row : Stacks.suspended(Woven.parent(resumed))) {
                    own.add(new FrameCallGraphEntry(row, true));
                }
            }
            calls.put(step.task(), own);
            while (at < rows.size() && !isEagerStart(rows.get(at).frame())) {
                at++;
            }
        }
    }

    /**
     * The frame that was resumed and has then asked a generator, whose body stands for it in the driver: the first that
     * could be the one on the stack.
     *
     * @param trampoline its row
     * @param outermost the row above that is the user's
     */
    static @Nullable Frame consumer(Task<?> task, StackTraceElement trampoline, StackTraceElement outermost) {
        Frame frame = task.frame();
        if (frame == null || !trampoline.getMethodName().equals("resumeParents")) {
            return frame; // the step has begun with it
        }
        for (Frame f = Woven.parent(frame); f != null; f = Woven.parent(f)) {
            List<StackTraceElement> row = Woven.rows(f, 1);
            if (!row.isEmpty()
                    && row.get(0).getMethodName().equals(outermost.getMethodName())
                    && row.get(0).getClassName().equals(outermost.getClassName())) {
                return f;
            }
        }
        return null;
    }

    /** Whether it resumes the frame whose calls are above it. */
    static boolean isTrampoline(StackTraceElement row) {
        return RESUMING.contains(row.getMethodName()) && row.getClassName().equals(TRAMPOLINE);
    }

    /** Whether it runs the body of a generator on top of the calls that have asked it. */
    static boolean isGenerator(StackTraceElement row) {
        return row.getMethodName().equals("nested") && row.getClassName().equals(TRAMPOLINE);
    }

    private static boolean isEagerStart(StackTraceElement row) {
        return row.getMethodName().equals("startHere") && row.getClassName().equals(Task.class.getName());
    }

    private static boolean isUsers(StackTraceElement row) {
        return !Stacks.isRuntime(row)
                && !Woven.usersRows(new StackTraceElement[] {row}).isEmpty();
    }
}
