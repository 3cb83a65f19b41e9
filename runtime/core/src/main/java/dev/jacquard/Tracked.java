package dev.jacquard;

import java.util.List;

/** What an observer has put into a coroutine that has not begun, to hear whether it ever does. */
interface Tracked {
    /** It has begun, or was closed. */
    void settle();

    /** Where it was created, innermost call first; empty if that is not known. */
    List<StackTraceElement> createdAt();
}
