package dev.jacquard.bytebuddy;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes in Byte Buddy's build plugins.
 *
 * <p>Byte Buddy writes a class by visiting it, so what it writes never equals the weaver's output byte for byte. This
 * plugin therefore replaces the class file as a whole, when all other plugins have had their turn
 * ({@link WeavingBuilder}). If they have changed nothing, the weaver gets the class file of the compiler, and gives
 * what the agent would give.
 *
 * <p>The system property {@code jacquard.silence} has the codes of warnings that are not printed, such as
 * {@code W23+W24}, or {@code all}.
 */
public final class JacquardPlugin implements Plugin.WithPreprocessor {
    /** The classes that the weaver would change, found while Byte Buddy makes its first round over all classes. */
    private final Map<String, byte[]> found = new ConcurrentHashMap<>();

    /** Called by Byte Buddy. */
    public JacquardPlugin() {}

    @Override
    public void onPreprocess(TypeDescription type, ClassFileLocator locator) {
        byte[] classFile = source(locator).find(type.getInternalName());
        if (classFile != null && Weaver.mentionsJacquard(classFile) && weave(type, classFile, locator) != null) {
            found.put(type.getName(), classFile);
        }
    }

    @Override
    public boolean matches(TypeDescription type) {
        return found.containsKey(type.getName());
    }

    @Override
    public DynamicType.Builder<?> apply(
            DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
        byte[] original = found.get(type.getName());
        return original == null
                ? builder
                : WeavingBuilder.around(builder, made -> weaveMade(type, original, made, locator));
    }

    @Override
    public void close() {
        found.clear();
    }

    private static WovenClass weaveMade(TypeDescription type, byte[] original, byte[] made, ClassFileLocator locator) {
        byte[] classFile = isSame(original, made) ? original : made;
        WovenClass woven = weave(type, classFile, locator);
        if (woven == null) {
            throw new IllegalStateException("Another plugin has removed what was to be woven");
        }
        StringBuilder refusals = new StringBuilder();
        for (Diagnostic diagnostic : woven.diagnostics()) {
            if (diagnostic.problem().isError()) {
                refusals.append(refusals.isEmpty() ? "" : "\n").append(diagnostic.message());
            } else {
                System.err.println("[jacquard] " + diagnostic.message());
            }
        }
        if (!refusals.isEmpty()) {
            throw new IllegalStateException(refusals.toString());
        }
        return woven;
    }

    private static @Nullable WovenClass weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
        WeaverOptions options =
                new WeaverOptions(true, WeaverOptions.silenced(System.getProperty("jacquard.silence", "")));
        return new Weaver(options, source(locator)).weave(classFile, type.getName());
    }

    /** Whether two class files say the same, apart from the order of their constants. */
    private static boolean isSame(byte[] one, byte[] other) {
        return Arrays.equals(rewritten(one), rewritten(other));
    }

    private static byte[] rewritten(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, 0);
        return writer.toByteArray();
    }

    private static ClassSource source(ClassFileLocator locator) {
        return name -> {
            try {
                ClassFileLocator.Resolution found = locator.locate(name.replace('/', '.'));
                return found.isResolved() ? found.resolve() : null;
            } catch (IOException e) {
                return null;
            }
        };
    }
}
