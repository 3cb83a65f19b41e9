package dev.jacquard.agent;

import java.util.UUID;

/** {@code ps PID} and {@code pstree PID}: attaches to a process and shows its tasks. */
final class TasksCommand {
    private TasksCommand() {}

    static int run(String[] args) {
        String pid = Attachment.pid(args);
        if (args.length != 2) {
            throw new IllegalArgumentException(args[0] + " takes the id of one process.");
        }
        String key = TaskRequest.PREFIX + UUID.randomUUID();
        String[] answer = new String[1];
        String why = Attachment.to(pid, vm -> {
            String jar = AgentJar.path();
            vm.loadAgent(jar, args[0] + "=" + key);
            answer[0] = vm.getSystemProperties().getProperty(key);
            vm.loadAgent(jar, "forget=" + key);
        });
        if (why != null) {
            return cannot(pid, why);
        }
        String told = answer[0];
        if (told == null) {
            return cannot(pid, "it has not answered.");
        }
        if (told.startsWith(TaskRequest.ERROR)) {
            return cannot(pid, told.substring(TaskRequest.ERROR.length()));
        }
        System.out.print(told);
        return 0;
    }

    private static int cannot(String pid, String why) {
        System.err.println("Cannot show the tasks of process " + pid + ": " + why);
        return 1;
    }
}
