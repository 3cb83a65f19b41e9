package dev.jacquard.weaver;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the {@code @Async} methods of classes into coroutines. The same input gives the same
 * bytes, at load time and at build time.
 */
public final class Weaver {
    private static final byte[] MENTION = "dev/jacquard/".getBytes(StandardCharsets.US_ASCII);

    private final WeaverOptions options;
    private final Hierarchy hierarchy;

    /**
     * @param options switches
     * @param source where class files are found that the weaver asks about
     */
    public Weaver(WeaverOptions options, ClassSource source) {
        this.options = options;
        this.hierarchy = new Hierarchy(source);
    }

    /**
     * Weaves one class.
     *
     * @param classFile its class file
     * @return the woven class with its coroutine classes, or null if there is nothing to weave in
     *     it, or it has been woven already
     */
    public @Nullable WovenClass weave(byte[] classFile) {
        return mentionsJacquard(classFile)
                ? new ClassWeaving(classFile, hierarchy, options, false).weave()
                : null;
    }

    /**
     * Whether a class file names anything of Jacquard: all others are left alone after this one
     * look.
     */
    public static boolean mentionsJacquard(byte[] classFile) {
        byte first = MENTION[0];
        int last = classFile.length - MENTION.length;
        outer:
        for (int i = 0; i <= last; i++) {
            if (classFile[i] == first) {
                for (int k = 1; k < MENTION.length; k++) {
                    if (classFile[i + k] != MENTION[k]) {
                        continue outer;
                    }
                }
                return true;
            }
        }
        return false;
    }

    /** Whether an instance method stores into slot 0, so that it is a variable like any other. */
    static boolean selfIsVariable(AsyncMethod target, Code code) {
        if (target.isStatic) {
            return false;
        }
        for (var n : code.insns) {
            if (Liveness.defines(n) == 0) {
                return true;
            }
        }
        return false;
    }
}
