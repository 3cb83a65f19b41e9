package dev.jacquard.asynciotests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Records the order of events. */
public final class Trail {
    private final List<String> events = new ArrayList<>();

    /** Adds an event. */
    public void add(Object event) {
        events.add(String.valueOf(event));
    }

    /** Fails unless these are the events so far, separated by blanks; forgets them. */
    public void was(String expected) {
        assertThat(String.join(" ", events)).isEqualTo(expected);
        events.clear();
    }
}
