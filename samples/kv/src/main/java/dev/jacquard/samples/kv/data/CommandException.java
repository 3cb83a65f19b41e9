package dev.jacquard.samples.kv.data;

/** A command cannot be done; the client is told the message. Has no stack trace. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reply;

    /**
     * An error.
     *
     * @param message as the client gets it: begins with a code such as {@code ERR}
     */
    public CommandException(String message) {
        super(message, null, false, false);
        this.reply = message;
    }

    /** What the client gets. */
    public String reply() {
        return reply;
    }

    /** The key holds a value of another kind than the command is for. */
    public static CommandException wrongType() {
        return new CommandException("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    /** A word where the command does not expect it. */
    public static CommandException syntax() {
        return new CommandException("ERR syntax error");
    }

    /** Not an integer of 64 bits. */
    public static CommandException notAnInteger() {
        return new CommandException("ERR value is not an integer or out of range");
    }

    /** Not a finite number. */
    public static CommandException notAFloat() {
        return new CommandException("ERR value is not a valid float");
    }
}
