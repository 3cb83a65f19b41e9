package dev.jacquard.files;

import java.nio.file.CopyOption;

/** What becomes of a copy that is cancelled or fails, an option of {@link AsyncFiles#copy}. */
public enum PartialCopy implements CopyOption {
    /**
     * The target is written in place, and what was copied stays there. Without this option another file beside it is
     * written, which takes its place when it is complete.
     */
    KEEP
}
