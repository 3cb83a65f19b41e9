package dev.jacquard;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several exceptions that belong together, such as those of a {@link TaskGroup}. {@code ExceptionGroup}.
 *
 * <p>Its members are also its suppressed exceptions, so that {@code printStackTrace}, loggers and debuggers, which know
 * nothing of groups, show all of them with their traces. It has no cause of its own: none of the members is more of a
 * cause than the others.
 *
 * <p>Members for which {@link BaseExceptionGroup} is there are refused; {@link BaseExceptionGroup#of} makes the one
 * that fits.
 */
public class ExceptionGroup extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Throwable[] members;

    /**
     * A group.
     *
     * @param message what the exceptions have in common
     * @param exceptions the members; at least one
     * @throws IllegalArgumentException if there are none, or one is not an ordinary exception, see
     *     {@link BaseExceptionGroup}
     */
    public ExceptionGroup(@Nullable String message, List<? extends Throwable> exceptions) {
        super(message);
        members = GroupMembers.checked(exceptions);
        for (Throwable e : members) {
            if (GroupMembers.isBase(e)) {
                throw new IllegalArgumentException("An ExceptionGroup cannot have "
                        + e.getClass().getName()
                        + " as a member. Use BaseExceptionGroup.of(message, exceptions).");
            }
            addSuppressed(e);
        }
    }

    /** The members, in order. */
    public final List<Throwable> exceptions() {
        return GroupMembers.view(members);
    }

    /**
     * The part of the group, nested groups included, that is of a class.
     *
     * @param type the class
     * @return a group of the same structure with the exceptions of that class only; this one if it is of that class
     *     itself; null if there is none
     */
    public final @Nullable ExceptionGroup subgroup(Class<?> type) {
        return subgroup(Objects.requireNonNull(type, "type is null")::isInstance);
    }

    /**
     * The part of the group, nested groups included, for which a condition holds.
     *
     * @param condition is asked about groups, whole, before it is asked about their members
     * @return see {@link #subgroup(Class)}
     */
    public final @Nullable ExceptionGroup subgroup(Predicate<? super Throwable> condition) {
        return split(condition).match();
    }

    /**
     * Divides the group in the part that is of a class and the rest.
     *
     * @param type the class
     * @return both parts, each of the same structure as this group
     */
    public final Split split(Class<?> type) {
        return split(Objects.requireNonNull(type, "type is null")::isInstance);
    }

    /**
     * Divides the group in the part for which a condition holds and the rest.
     *
     * @param condition is asked about groups, whole, before it is asked about their members
     * @return both parts, each of the same structure as this group
     */
    public final Split split(Predicate<? super Throwable> condition) {
        GroupMembers.Halves halves = GroupMembers.split(this, condition);
        // the parts of a group of ordinary exceptions are such groups
        return new Split((ExceptionGroup) halves.match(), (ExceptionGroup) halves.rest());
    }

    /**
     * The two parts of a group.
     *
     * @param match what was looked for, or null
     * @param rest everything else, or null
     */
    public record Split(@Nullable ExceptionGroup match, @Nullable ExceptionGroup rest) {}

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message stays as it was given
    public String toString() {
        return super.toString() + GroupMembers.count(members);
    }
}
