package dev.jacquard.web;

import java.util.Objects;

/** What a {@link Room} does with members that read slowly. */
public final class RoomOptions {
    private static final int QUEUE = 64;

    final int queue;
    final WhenFull whenFull;

    /** What becomes of a member whose queue is full. */
    public enum WhenFull {
        /** It is closed, with status 1013: try again later. */
        CLOSE,

        /** It misses the oldest messages that wait for it. */
        DROP_OLDEST
    }

    private RoomOptions(Builder b) {
        queue = b.queue;
        whenFull = b.whenFull;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. */
    public static final class Builder {
        private int queue = QUEUE;
        private WhenFull whenFull = WhenFull.CLOSE;

        private Builder() {}

        /** How many messages may wait for a member, beyond what its connection holds; default 64. Gives this. */
        public Builder queue(int messages) {
            if (messages <= 0) {
                throw new IllegalArgumentException("queue has to be positive, not " + messages);
            }
            queue = messages;
            return this;
        }

        /** What becomes of a member whose queue is full; default {@link WhenFull#CLOSE}. Gives this. */
        public Builder whenFull(WhenFull what) {
            whenFull = Objects.requireNonNull(what, "whenFull");
            return this;
        }

        /** The options. */
        public RoomOptions build() {
            return new RoomOptions(this);
        }
    }
}
