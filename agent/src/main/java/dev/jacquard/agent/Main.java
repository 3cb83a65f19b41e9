package dev.jacquard.agent;

import java.io.IOException;

/** {@code java -jar jacquard-agent.jar COMMAND}. */
public final class Main {
    private static final String USAGE =
            "Usage: java -jar jacquard-agent.jar weave DIR... [-cp PATH] [-nowarn] [-silence"
                    + " W23+W24] [-Werror]\n"
                    + "    weaves the class files below each DIR in place; PATH is what they were"
                    + " compiled with.\n"
                    + "    Exit status: 0 woven, 1 something cannot be woven, read or written (or, with"
                    + " -Werror, there are warnings), 2 wrong arguments.\n"
                    + "Usage: java -jar jacquard-agent.jar ps PID\n"
                    + "       java -jar jacquard-agent.jar pstree PID\n"
                    + "    shows the tasks of a running process, and what each waits for: as a table,"
                    + " or as a tree.\n"
                    + "    Exit status: 0 shown, 1 the process cannot be asked, 2 wrong arguments.\n"
                    + "Usage: java -jar jacquard-agent.jar attach PID [OPTIONS]\n"
                    + "    weaves the classes that a running process loads from now on.\n"
                    + "    Exit status: 0 attached, 1 the process cannot be attached to, 2 wrong"
                    + " arguments.\n"
                    + "As an agent: java"
                    + " -javaagent:jacquard-agent.jar[=dump=DIR,verbose,direct=off,warnings=off,silence=W23+W24]"
                    + " ...";

    private Main() {}

    /** Runs a command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        String command = args.length == 0 ? "" : args[0];
        try {
            return switch (command) {
                case "weave" -> WeaveCommand.run(args);
                case "ps", "pstree" -> TasksCommand.run(args);
                case "attach" -> AttachCommand.run(args);
                default -> {
                    System.err.println(command.isEmpty() ? USAGE : "Unknown command '" + command + "'.\n" + USAGE);
                    yield 2;
                }
            };
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            return 2;
        } catch (IOException e) {
            System.err.println("Cannot read or write class files: " + e);
            return 1;
        }
    }
}
