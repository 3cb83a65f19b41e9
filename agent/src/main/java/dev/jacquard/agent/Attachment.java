package dev.jacquard.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Talks to a JVM that is running. */
final class Attachment {
    /** What is done with it. */
    @FunctionalInterface
    interface Talk {
        void with(VirtualMachine vm) throws IOException, AgentLoadException, AgentInitializationException;
    }

    private Attachment() {}

    /**
     * Attaches, talks, and lets go.
     *
     * @param pid the process
     * @return why that cannot be done, or null
     */
    static @Nullable String to(String pid, Talk talk) {
        try {
            VirtualMachine vm = VirtualMachine.attach(pid);
            try {
                talk.with(vm);
            } finally {
                vm.detach();
            }
            return null;
        } catch (AttachNotSupportedException e) {
            return e.getMessage() + " Is it a JVM?";
        } catch (AgentLoadException | AgentInitializationException e) {
            return "it refuses agents (-XX:+DisableAttachMechanism,"
                    + " -XX:-EnableDynamicAgentLoading), or has another agent's jar: "
                    + e;
        } catch (IOException e) {
            return e.getMessage() + ". It has to be a running JVM of the same user.";
        } catch (NoClassDefFoundError e) {
            return "this Java has no module jdk.attach. Use the java of a JDK.";
        }
    }

    /** The id of a process, the second argument of a command. */
    static String pid(String[] args) {
        if (args.length < 2 || !args[1].matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException(args[0] + " needs the id of a process.");
        }
        return args[1];
    }
}
