package dev.jacquard.weaver.body;

import dev.jacquard.weaver.model.AsyncMethod;

/**
 * Where the locals of a body lie: the method's own are moved to make room for the weaver's.
 *
 * <pre>
 *   method                         this, arguments, others
 *   direct body                    this, arguments, frame, driver, others
 *   direct body without arguments  this, frame, driver, arguments, others
 *   resume body                    this, frame, value, driver, state, arguments, others
 * </pre>
 *
 * <p>Where the method stores into slot 0, the resume body has a copy of {@code this} that moves with the arguments.
 */
final class BodySlots {
    /** The coroutine; in a direct body null until it suspends. */
    final int frame;

    final int driver;

    /** In a resume body: what the resumption brings; else -1. */
    final int value;

    /** In a resume body: the state to go on in; else -1. */
    final int state;

    /** Free from here on. */
    final int temps;

    /** The first local that moves, and by how much. */
    private final int from;

    private final int by;

    private BodySlots(int frame, int driver, int value, int state, int from, int by, AsyncMethod target) {
        this.frame = frame;
        this.driver = driver;
        this.value = value;
        this.state = state;
        this.from = from;
        this.by = by;
        this.temps = map(target.method.maxLocals) + 2;
    }

    static BodySlots direct(AsyncMethod target) {
        int frame = target.takesArguments() ? target.argumentSlots() : self(target);
        return new BodySlots(frame, frame + 1, -1, -1, frame, 2, target);
    }

    static BodySlots resume(AsyncMethod target, boolean selfIsVariable) {
        int self = self(target);
        int from = selfIsVariable ? 0 : self;
        return new BodySlots(self, self + 2, self + 1, self + 3, from, self + 4 - from, target);
    }

    private static int self(AsyncMethod target) {
        return target.isStatic ? 0 : 1;
    }

    /** Where one of the method's own locals lies. */
    int map(int local) {
        return local < from ? local : local + by;
    }
}
