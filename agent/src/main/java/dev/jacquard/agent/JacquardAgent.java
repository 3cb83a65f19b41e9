package dev.jacquard.agent;

import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entry points of the agent.
 *
 * <ul>
 *   <li>{@code -javaagent:jacquard-agent.jar[=options]} calls {@link #premain};
 *   <li>a runnable jar whose manifest says {@code Launcher-Agent-Class: dev.jacquard.agent.JacquardAgent} needs no
 *       flag: the JVM calls {@link #agentmain} before its main class is loaded;
 *   <li>attaching to a running JVM ({@code attach PID}) calls {@link #agentmain} too. Classes loaded before that stay
 *       as they are, and are named. The commands {@code ps} and {@code pstree} attach as well: then nothing is woven,
 *       see {@link TaskRequest}.
 * </ul>
 *
 * <p>The order of agents on the command line hardly matters. The JVM asks transformers that do not retransform first,
 * then those that do, each in the order of the agents. The weaver has to come behind what changes a class once, as it
 * was compiled (JaCoCo, AspectJ), and before what may change it again (Mockito, OpenTelemetry, Byte Buddy's
 * AgentBuilder), so that the woven class is what is changed. It is one of those that retransform, and one of the others
 * if an agent that retransforms has been started before it.
 */
public final class JacquardAgent {
    /** Tells runtimes that somebody sees when other agents change classes. */
    private static final String WATCHED = "jacquard.agent";

    private static boolean installed;

    private JacquardAgent() {}

    /** Called before the program's main method; a wrong option ends the program. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        AgentOptions parsed;
        try {
            parsed = AgentOptions.parse(options);
        } catch (IllegalArgumentException e) {
            Console.say(String.valueOf(e.getMessage()));
            System.exit(2);
            return;
        }
        install(parsed, instrumentation);
    }

    /** Called by a launcher, or on attachment to a running program, which a wrong option must not end. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        if (options != null && TaskRequest.isOne(options)) {
            TaskRequest.answer(options, instrumentation);
            return;
        }
        AgentOptions parsed = AgentOptions.parse(options);
        if (install(parsed, instrumentation)) {
            List<String> early = EarlyClasses.names(instrumentation);
            if (!early.isEmpty()) {
                Console.say("Attached to a running program. Not woven, as loaded before that: "
                        + String.join(", ", early)
                        + ". Start it with -javaagent:jacquard-agent.jar, or weave these"
                        + " classes when they are built.");
            }
        }
    }

    /** Whether classes are woven when they are loaded in this JVM. */
    public static synchronized boolean isInstalled() {
        return installed;
    }

    private static synchronized boolean install(AgentOptions options, Instrumentation instrumentation) {
        if (installed) {
            return false; // -javaagent and Launcher-Agent-Class, or twice on the command line
        }
        installed = true;
        System.setProperty(WATCHED, "true");
        OtherAgents others = new OtherAgents(instrumentation);
        boolean supported = instrumentation.isRetransformClassesSupported();
        boolean early = supported && others.anyRetransforms();
        instrumentation.addTransformer(
                new JacquardTransformer(options, instrumentation, others, early), supported && !early);
        if (early) {
            instrumentation.addTransformer(new RetransformWatch(), true);
        }
        return true;
    }
}
