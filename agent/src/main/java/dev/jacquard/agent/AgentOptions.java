package dev.jacquard.agent;

import dev.jacquard.weaver.WeaverOptions;
import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * What stands after {@code -javaagent:jacquard-agent.jar=}, options separated by commas.
 *
 * <table>
 *   <caption>Options</caption>
 *   <tr><td>{@code dump=DIR}</td><td>write each woven class and its coroutine classes below DIR</td></tr>
 *   <tr><td>{@code verbose}</td><td>print what is woven, and why something is not</td></tr>
 *   <tr><td>{@code direct=off}</td><td>call every coroutine through its object</td></tr>
 *   <tr><td>{@code silence=W23+W24}</td><td>do not print these warnings</td></tr>
 *   <tr><td>{@code warnings=off}</td><td>print no warnings; what cannot be woven is still told</td></tr>
 * </table>
 */
final class AgentOptions {
    static final String HELP =
            "Options are dump=DIR, verbose, direct=off, warnings=off and silence=W23+W24, separated" + " by commas.";

    final @Nullable File dump;
    final boolean verbose;
    final boolean direct;

    /** The codes of the warnings that are not printed, as {@link WeaverOptions} reads them. */
    final String silence;

    private AgentOptions(@Nullable File dump, boolean verbose, boolean direct, String silence) {
        this.dump = dump;
        this.verbose = verbose;
        this.direct = direct;
        this.silence = silence;
    }

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static AgentOptions parse(@Nullable String text) {
        File dump = null;
        boolean verbose = false;
        boolean direct = true;
        String silence = "";
        String rest = text == null ? "" : text;
        while (!rest.isEmpty()) {
            int comma = rest.indexOf(',');
            String option = comma < 0 ? rest : rest.substring(0, comma);
            rest = comma < 0 ? "" : rest.substring(comma + 1);
            if (option.equals("verbose")) {
                verbose = true;
            } else if (option.equals("direct=off")) {
                direct = false;
            } else if (option.equals("direct=on")) {
                direct = true;
            } else if (option.equals("warnings=off")) {
                silence = "all";
            } else if (option.equals("warnings=on")) {
                silence = "";
            } else if (option.startsWith("silence=")) {
                silence = option.substring("silence=".length());
                WeaverOptions.silenced(silence); // a wrong one is to be told now
            } else if (option.startsWith("dump=") && option.length() > "dump=".length()) {
                dump = new File(option.substring("dump=".length()));
            } else {
                throw new IllegalArgumentException("Unknown option of the agent: '" + option + "'. " + HELP);
            }
        }
        return new AgentOptions(dump, verbose, direct, silence);
    }
}
