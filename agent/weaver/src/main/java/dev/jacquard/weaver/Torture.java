package dev.jacquard.weaver;

import dev.jacquard.weaver.model.Hierarchy;
import org.jspecify.annotations.Nullable;

/**
 * The torture mode, for tests only: every method is woven as if each call in it were awaited and that await could
 * suspend; the method itself drives its body to the end, so that its behaviour stays the same.
 */
public final class Torture {
    private final Hierarchy hierarchy;

    /**
     * A torturer.
     *
     * @param source where class files are found
     */
    public Torture(ClassSource source) {
        this.hierarchy = new Hierarchy(source);
    }

    /** Weaves every method of a class; null if there is none to weave. */
    public @Nullable WovenClass weave(byte[] classFile) {
        return new ClassWeaving(classFile, hierarchy, WeaverOptions.DEFAULT, true).weave();
    }
}
