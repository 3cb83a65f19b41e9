package dev.jacquard.weaver;

import dev.jacquard.weaver.model.ClassHeader;
import dev.jacquard.weaver.model.ConstantPoolScan;
import dev.jacquard.weaver.model.DamagedClassException;
import dev.jacquard.weaver.model.Hierarchy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the {@code @Async} methods of classes into coroutines. The same input gives the same bytes, at load time and
 * at build time.
 */
public final class Weaver {
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
     * @return the woven class with its coroutine classes, or null if there is nothing to weave in it, or it has been
     *     woven already
     */
    public @Nullable WovenClass weave(byte[] classFile) {
        return weave(classFile, "A class");
    }

    /**
     * Weaves one class.
     *
     * @param classFile its class file
     * @param name what it is called if the class file cannot tell, since it is damaged
     * @return the woven class with its coroutine classes, or null if there is nothing to weave in it, or it has been
     *     woven already
     */
    public @Nullable WovenClass weave(byte[] classFile, String name) {
        if (!mentionsJacquard(classFile)) {
            return null;
        }
        Diagnostic wrong = ClassHeader.check(classFile, name);
        if (wrong == null) {
            try {
                return new ClassWeaving(classFile, hierarchy, options, false).weave();
            } catch (DamagedClassException e) {
                wrong = ClassHeader.unreadable(name, String.valueOf(e.getCause()));
            }
        }
        return new WovenClass(name, classFile, Map.of(), List.of(), List.of(wrong));
    }

    /**
     * Looks at a class file that need not have to do with Jacquard: whether it is one, and not cut off within its
     * constants, so that it tells what it mentions.
     *
     * @param name what it is called if it cannot tell
     * @return what is wrong with it, or null
     */
    public static @Nullable Diagnostic check(byte[] classFile, String name) {
        Diagnostic wrong = ClassHeader.check(classFile, name);
        return wrong == null || wrong.problem() == Problem.UNREADABLE || mentionsJacquard(classFile) ? wrong : null;
    }

    /**
     * The internal name of the class in a class file.
     *
     * @throws RuntimeException if it is damaged
     */
    public static String nameOf(byte[] classFile) {
        return ClassHeader.reader(classFile).getClassName();
    }

    /** Whether a class file names anything of Jacquard: all others are left alone after this one look. */
    public static boolean mentionsJacquard(byte[] classFile) {
        return ConstantPoolScan.mentionsJacquard(classFile);
    }
}
