package dev.jacquard;

/** What a layer above the kernel keeps for one loop. */
abstract class LoopPart {
    /** The loop was closed, and takes nothing any more. */
    abstract void loopClosed();
}
