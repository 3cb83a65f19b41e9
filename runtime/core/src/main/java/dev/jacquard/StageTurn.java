package dev.jacquard;

import dev.jacquard.woven.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trampoline of stages outside of loops: the steps that are due on one thread, so that a stage which completes
 * another, which completes another, needs no stack.
 *
 * <pre>
 *   foreign.complete(v) ─▶ arrived ─▶ turn: step of A ─▶ A's stage is completed ─▶ arrived: B is due
 *                                           step of B ─▶ B's stage is completed ─▶ arrived: C is due
 *                                           step of C ...
 * </pre>
 *
 * <p>What waits for a stage of ours is due when the completion of that stage is over, first come, first served. All
 * else that arrives in a turn is done at once, in a turn within the turn, because the caller may rely on it; not below
 * a certain depth, then it is due in the innermost turn. A turn ends when nothing is due.
 */
final class StageTurn {
    /** Turns within turns beyond which an arrival is due later. */
    private static final int MAX_DEPTH = 32;

    /** Turns within turns beyond which the stack is looked at before another is begun. */
    private static final int CHECKED_DEPTH = 4;

    static { // what is needed near the end of a stack cannot be loaded there
        new Elsewhere(null).run();
        StageFailure.of(new CancelledError());
        StackRoom.isLeft();
    }

    private final int depth;
    private final Deque<StageDriver> due = new ArrayDeque<>();
    private @Nullable Object completing;
    private final List<StageDriver> collected = new ArrayList<>();
    private boolean stackIsShort;

    private StageTurn(int depth) {
        this.depth = depth;
    }

    // ---- what there is to do -------------------------------------------------------------------

    /**
     * The first step of a method: at once, unless the stack is about to overflow, by recursion. Then it is the next
     * thing after the caller's step.
     */
    static void start(StageDriver driver) {
        Current here = Current.get();
        StageTurn outer = (StageTurn) here.turn;
        if (outer != null && outer.depth >= CHECKED_DEPTH && outer.lacksStack()) {
            driver.startsLater();
            outer.due.add(driver);
        } else {
            run(here, driver);
        }
    }

    /** The next step of a method: the stage for which it has waited is complete. */
    static void resume(StageDriver driver, Object stage) {
        Current here = Current.get();
        StageTurn outer = (StageTurn) here.turn;
        if (outer == null) {
            if (StackRoom.isLeft()) {
                run(here, driver);
            } else { // whoever completes the stage is not to pay for what waits for it
                new Thread(null, new Elsewhere(driver), "jacquard-stage", 0, false).start();
            }
        } else if (outer.completing == stage) {
            outer.collected.add(driver);
        } else if (outer.depth >= MAX_DEPTH || outer.lacksStack()) {
            outer.due.add(driver);
        } else {
            run(here, driver);
        }
    }

    /** Completes a stage: those that wait for it have their steps after that. */
    void complete(StageDriver.Result stage, @Nullable Object outcome) {
        Object before = completing;
        completing = stage;
        try {
            stage.end(outcome);
        } catch (Throwable e) { // what depends on it used up the stack
            if (!stage.isDone()) {
                stage.end(new Failure(e));
            }
            throw e;
        } finally {
            completing = before;
            takeCollected();
        }
    }

    private void takeCollected() {
        for (int i = collected.size() - 1; i >= 0; i--) { // a stage calls the last first
            due.add(collected.get(i));
        }
        collected.clear();
    }

    /** Before a thread blocks for a stage: what is due on it would never be done. It is done now. */
    static void beforeBlocking(StageDriver.Result stage) {
        Current here = Current.ifPresent();
        StageTurn turn = here == null ? null : (StageTurn) here.turn;
        if (turn != null) {
            turn.takeCollected();
            turn.runDue(stage);
        }
    }

    // ---- doing it ------------------------------------------------------------------------------

    private static void run(Current here, StageDriver driver) {
        StageTurn outer = (StageTurn) here.turn;
        StageTurn turn = new StageTurn(outer == null ? 1 : outer.depth + 1);
        here.turn = turn;
        try {
            turn.due.addFirst(driver);
            turn.runDue(null);
        } finally {
            here.turn = outer;
            here.leave();
        }
    }

    /** Whatever is thrown, all else is done before it goes on. */
    private void runDue(StageDriver.@Nullable Result until) {
        Throwable problem = null;
        while (until == null || !until.isDone()) {
            StageDriver next = due.poll();
            if (next == null) {
                break;
            }
            try {
                next.go(this);
            } catch (Throwable e) {
                problem = problem == null ? e : problem;
            }
        }
        if (problem != null) {
            throw Sneaky.sneak(problem);
        }
    }

    /** For a thread of its own. */
    private record Elsewhere(@Nullable StageDriver driver) implements Runnable {
        @Override
        public void run() {
            if (driver != null) {
                StageTurn.run(Current.get(), driver);
            }
        }
    }

    private boolean lacksStack() {
        if (!stackIsShort) {
            stackIsShort = !StackRoom.isLeft();
        }
        return stackIsShort;
    }
}
