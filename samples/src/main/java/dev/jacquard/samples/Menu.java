package dev.jacquard.samples;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All samples by name, and the tour that runs them one after the other.
 *
 * <pre>
 * java -jar jacquard-samples.jar                   the tour
 * java -jar jacquard-samples.jar list              the names
 * java -jar jacquard-samples.jar NAME [ARGUMENTS]  one of them
 * </pre>
 */
public final class Menu {
    private final List<Group> groups;

    Menu(List<Group> groups) {
        this.groups = groups;
    }

    public static void main(String[] args) {
        int status = run(args);
        System.out.flush();
        Exit.with(status);
    }

    /** What {@link #main} does, with the exit status as its value. */
    static int run(String... args) {
        return new Menu(Catalogue.GROUPS).choose(args);
    }

    int choose(String... args) {
        if (args.length == 0) {
            return tour();
        }
        if (List.of("list", "help", "-h", "--help").contains(args[0])) {
            System.out.print(usage());
            return 0;
        }
        Optional<Program> program =
                programs().stream().filter(p -> p.name().equals(args[0])).findFirst();
        if (program.isEmpty()) {
            System.err.print("There is no program \"" + args[0] + "\".\n" + usage());
            return 2;
        }
        return run(program.get(), Arrays.copyOfRange(args, 1, args.length));
    }

    List<Program> programs() {
        return groups.stream().flatMap(group -> group.programs().stream()).toList();
    }

    /** Goes on after a program that fails; the status is the worst of all. */
    private int tour() {
        int worst = 0;
        for (Program program : programs()) {
            if (program.inTour()) {
                System.out.println("\n=== " + program.name() + ": " + program.summary());
                worst = Math.max(worst, run(program));
            }
        }
        return worst;
    }

    private static int run(Program program, String... args) {
        try {
            return program.entry().run(args);
        } catch (Throwable e) { // also what the runtime throws as an Error, as a cancellation
            System.err.println("The program \"" + program.name() + "\" has failed:");
            e.printStackTrace();
            return 1;
        }
    }

    private String usage() {
        var text = new StringBuilder("Programs (without a name: the whole tour):\n");
        for (Group group : groups) {
            text.append(String.format("%n%s%n", group.title()));
            for (Program program : group.programs()) {
                text.append(String.format("  %-12s %s%n", program.name(), program.summary()));
            }
        }
        return text.toString();
    }
}
