package dev.jacquard.agent;

import dev.jacquard.weaver.model.ConstantPoolScan;
import dev.jacquard.weaver.model.RuntimeNames;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class that is loaded, and lets nearly all of them pass.
 *
 * <p>The order of the questions is the order of their cost. Only a class that has passed them all makes the JVM load
 * {@link LoadTimeWeaving}, and with it the weaver and ASM.
 */
final class JacquardTransformer implements ClassFileTransformer {
    /** A class of the runtime that every coroutine needs. */
    static final String FRAME = RuntimeNames.FRAME.replace('/', '.');

    private static final String OURS = RuntimeNames.PREFIX;

    /** The JVM loads it when all agents of the command line have been started. */
    private static final String LAUNCHER = "sun/launcher/LauncherHelper";

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final AgentOptions options;
    private final Instrumentation instrumentation;
    private final OtherAgents others;
    private final boolean early;
    private @Nullable LoadTimeWeaving weaving;

    /** @param early whether other agents, one of which was started before, get woven classes */
    JacquardTransformer(AgentOptions options, Instrumentation instrumentation, OtherAgents others, boolean early) {
        this.options = options;
        this.instrumentation = instrumentation;
        this.others = others;
        this.early = early;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null) {
            if (early && LAUNCHER.equals(name)) {
                others.tellOfLateOnes();
            }
            return null;
        }
        if (loader == PLATFORM || (name != null && isRuntime(name))) {
            return null;
        }
        if (!ConstantPoolScan.mentionsJacquard(classFile)) {
            return null;
        }
        // The JVM would swallow whatever is thrown here, and the class would be unwoven without a
        // word.
        try {
            return weaving().weave(loader, name, redefined, domain, classFile);
        } catch (Throwable e) {
            String what = name == null ? "a class" : name.replace('/', '.');
            Console.say("Internal error, " + what + " is left as it is: " + e);
            e.printStackTrace();
            return null;
        }
    }

    /**
     * Whether the class is one of the runtime's or the agent's own. They are woven when they are built; other packages
     * below dev.jacquard (samples, tests) are like anybody's.
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

    private synchronized LoadTimeWeaving weaving() {
        LoadTimeWeaving w = weaving;
        if (w == null) {
            w = new LoadTimeWeaving(options, instrumentation, early);
            weaving = w;
        }
        return w;
    }
}
