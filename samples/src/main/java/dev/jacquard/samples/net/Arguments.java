package dev.jacquard.samples.net;

/** The arguments of a command line, looked at. */
public final class Arguments {
    private static final int LAST_PORT = 65535;

    private final String[] args;

    /** The arguments. */
    public Arguments(String... args) {
        this.args = args.clone();
    }

    /** Whether they are a word and so many others after it, the last of which is a port. */
    public boolean are(String word, int others) {
        return args.length == others + 1 && args[0].equals(word) && isPort(args[others]);
    }

    /** Whether a text is the number of a port; 0, any that is free, is one. */
    public static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= LAST_PORT;
    }

    /** A port of which {@link #isPort} has said that it is one. */
    public int port(int index) {
        return Integer.parseInt(args[index]);
    }
}
