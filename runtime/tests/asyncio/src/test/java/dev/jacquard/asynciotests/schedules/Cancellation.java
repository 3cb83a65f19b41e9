package dev.jacquard.asynciotests.schedules;

/** At a time, one of the tasks is cancelled. */
public record Cancellation(int at, int actor) {
    @Override
    public String toString() {
        return actor + " at " + at;
    }
}
