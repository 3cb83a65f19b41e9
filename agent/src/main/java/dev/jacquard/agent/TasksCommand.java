package dev.jacquard.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.UUID;

/** {@code ps PID} and {@code pstree PID}: attaches to a process and shows its tasks. */
final class TasksCommand {
    private TasksCommand() {}

    static int run(String[] args) {
        if (args.length != 2 || !args[1].matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException(args[0] + " needs the id of a process.");
        }
        String pid = args[1];
        String answer;
        try {
            answer = ask(args[0], pid);
        } catch (AttachNotSupportedException e) {
            return cannot(pid, e.getMessage() + " Is it a JVM?");
        } catch (AgentLoadException | AgentInitializationException e) {
            return cannot(
                    pid,
                    "it refuses agents (-XX:+DisableAttachMechanism,"
                            + " -XX:-EnableDynamicAgentLoading), or has another agent's jar: "
                            + e);
        } catch (IOException e) {
            return cannot(pid, e.getMessage() + ". It has to be a running JVM of the same user.");
        } catch (NoClassDefFoundError e) {
            return cannot(pid, "this Java has no module jdk.attach. Use the java of a JDK.");
        }
        if (answer == null) {
            return cannot(pid, "it has not answered.");
        }
        if (answer.startsWith(TaskRequest.ERROR)) {
            return cannot(pid, answer.substring(TaskRequest.ERROR.length()));
        }
        System.out.print(answer);
        return 0;
    }

    private static @org.jspecify.annotations.Nullable String ask(String command, String pid)
            throws AttachNotSupportedException,
                    IOException,
                    AgentLoadException,
                    AgentInitializationException {
        String key = TaskRequest.PREFIX + UUID.randomUUID();
        String jar = jar();
        VirtualMachine vm = VirtualMachine.attach(pid);
        try {
            vm.loadAgent(jar, command + "=" + key);
            String answer = vm.getSystemProperties().getProperty(key);
            vm.loadAgent(jar, "forget=" + key);
            return answer;
        } finally {
            vm.detach();
        }
    }

    private static String jar() {
        try {
            return Path.of(
                            TasksCommand.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toAbsolutePath()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where the agent's jar is", e);
        }
    }

    private static int cannot(String pid, String why) {
        System.err.println("Cannot show the tasks of process " + pid + ": " + why);
        return 1;
    }
}
