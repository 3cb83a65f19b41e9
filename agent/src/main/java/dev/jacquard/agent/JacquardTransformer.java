package dev.jacquard.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class that is loaded, and lets nearly all of them pass.
 *
 * <p>The order of the questions is the order of their cost. Only a class that has passed them all
 * makes the JVM load {@link LoadTimeWeaving}, and with it the weaver and ASM.
 */
final class JacquardTransformer implements ClassFileTransformer {
    /** A class of the runtime that every coroutine needs. */
    static final String FRAME = "dev.jacquard.woven.Frame";

    /** The newest class-file version that our ASM reads: Java 28. */
    static final int NEWEST_CLASS_FILE = 72;

    private static final String OURS = "dev/jacquard/";
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final AgentOptions options;
    private final Instrumentation instrumentation;
    private @Nullable LoadTimeWeaving weaving;

    JacquardTransformer(AgentOptions options, Instrumentation instrumentation) {
        this.options = options;
        this.instrumentation = instrumentation;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || loader == PLATFORM || name == null || isRuntime(name)) {
            return null;
        }
        if (!ConstantPoolScan.mentionsJacquard(classFile)) {
            return null;
        }
        // The JVM would swallow whatever is thrown here, and the class would be unwoven without a
        // word.
        try {
            if (isTooNew(name, classFile)) {
                return null;
            }
            return weaving().weave(loader, name, redefined, domain, classFile);
        } catch (Throwable e) {
            Console.say("Internal error, " + name.replace('/', '.') + " is left as it is: " + e);
            e.printStackTrace();
            return null;
        }
    }

    /**
     * Whether the class is one of the runtime's or the agent's own. They are woven when they are
     * built; other packages below dev.jacquard (samples, tests) are like anybody's.
     */
    static boolean isRuntime(String name) {
        if (!name.startsWith(OURS)) {
            return false;
        }
        int from = OURS.length();
        return name.indexOf('/', from) < 0
                || name.startsWith("woven/", from)
                || name.startsWith("loop/", from)
                || name.startsWith("annotations/", from)
                || name.startsWith("agent/", from)
                || name.startsWith("weaver/", from);
    }

    static boolean isTooNew(String name, byte[] classFile) {
        int major = ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
        if (major <= NEWEST_CLASS_FILE) {
            return false;
        }
        Console.say(
                name.replace('/', '.')
                        + " and other classes with class-file version "
                        + major
                        + " are left as they are: this agent knows versions up to "
                        + NEWEST_CLASS_FILE
                        + ". Use a newer jacquard-agent, or compile with an older --release.");
        return true;
    }

    private synchronized LoadTimeWeaving weaving() {
        LoadTimeWeaving w = weaving;
        if (w == null) {
            w = new LoadTimeWeaving(options, instrumentation);
            weaving = w;
        }
        return w;
    }
}
