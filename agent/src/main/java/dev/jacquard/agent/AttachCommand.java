package dev.jacquard.agent;

import org.jspecify.annotations.Nullable;

/** {@code attach PID}: lets a running process weave the classes that it loads from now on. */
final class AttachCommand {
    private AttachCommand() {}

    static int run(String[] args) {
        String pid = Attachment.pid(args);
        if (args.length > 3) {
            throw new IllegalArgumentException("attach takes a process and the agent's options.");
        }
        String options = args.length == 3 ? args[2] : "";
        AgentOptions.parse(options); // a wrong one is to be told here
        @Nullable String why = Attachment.to(pid, vm -> vm.loadAgent(AgentJar.path(), options));
        if (why != null) {
            System.err.println("Cannot attach the agent to process " + pid + ": " + why);
            return 1;
        }
        return 0;
    }
}
