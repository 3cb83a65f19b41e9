package dev.jacquard.samples.kv;

import java.util.List;

/**
 * A command.
 *
 * @param name in lower case
 * @param arity how many words with the name; at least so many if negative
 * @param kind what it does
 * @param keys which of its words are keys
 * @param handler does it
 */
record Command(String name, int arity, Kind kind, Keys keys, Handler handler) {
    /** Does a command: writes one reply, or throws a {@code CommandException}. */
    @FunctionalInterface
    interface Handler {
        /**
         * Does it.
         *
         * @param words the name first
         */
        void run(Client client, byte[][] words, Replies out);
    }

    /** What a command does. */
    enum Kind {
        READ("readonly"),
        WRITE("write"),
        BLOCKING("write", "blocking"),
        SERVER("loading", "stale"),
        /** May be given while the client is subscribed. */
        SUBSCRIPTION("pubsub", "loading", "stale");

        @SuppressWarnings("ImmutableEnumChecker") // List.of is
        final List<String> flags;

        Kind(String... flags) {
            this.flags = List.of(flags);
        }
    }

    /**
     * Which words are keys.
     *
     * @param first 0 if none
     * @param last from the end if negative
     * @param step from one to the next
     */
    record Keys(int first, int last, int step) {
        static final Keys NONE = new Keys(0, 0, 0);
        static final Keys ONE = new Keys(1, 1, 1);
        static final Keys TWO = new Keys(1, 2, 1);
        static final Keys ALL = new Keys(1, -1, 1);
        static final Keys PAIRS = new Keys(1, -1, 2);
        static final Keys ALL_BUT_LAST = new Keys(1, -2, 1);
    }

    boolean takes(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }
}
