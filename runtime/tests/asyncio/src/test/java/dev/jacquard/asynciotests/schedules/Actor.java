package dev.jacquard.asynciotests.schedules;

import java.util.List;

/**
 * What one task does.
 *
 * @param survives whether it goes on with its next step when it is cancelled
 */
public record Actor(List<Step> steps, boolean survives) {
    @Override
    public String toString() {
        return (survives ? "stubborn" : "mortal") + steps;
    }
}
