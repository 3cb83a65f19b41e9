package dev.jacquard.asynciotests.schedules;

/**
 * One thing that a task does.
 *
 * @param kind which one of the things that can be done with the primitive
 * @param delay units of time before it
 * @param hold units of time that it takes, for example while a lock is held
 * @param patience 0 to wait as long as it takes, n to give up after n - 1 units
 * @param victim 0, or 1 to cancel right after it, before anybody else goes on, the first task that waits (it may just
 *     have been woken), or n to cancel task n - 2
 */
public record Step(int kind, int delay, int hold, int patience, int victim) {
    private String cancels() {
        return switch (victim) {
            case 0 -> "";
            case 1 -> " and cancel the first";
            default -> " and cancel " + (victim - 2);
        };
    }

    @Override
    public String toString() {
        return "after "
                + delay
                + " do "
                + kind
                + " for "
                + hold
                + (patience == 0 ? "" : " within " + (patience - 1))
                + cancels();
    }
}
