package dev.jacquard;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExceptionGroup} that {@code catch (Exception e)} must not take, because of one of its members: a
 * {@link CancelledError}, {@link GeneratorExit}, {@link LoopExit}, {@link VirtualMachineError}, or another group of
 * this class. {@code BaseExceptionGroup}.
 *
 * <p>Members are suppressed exceptions, too, as in {@link ExceptionGroup}.
 */
public class BaseExceptionGroup extends Error {
    private static final long serialVersionUID = 1;

    private final Throwable[] members;

    /**
     * A group.
     *
     * @param message what the exceptions have in common
     * @param exceptions the members; one of those that make it a group of this class is among them
     * @throws IllegalArgumentException if all are ordinary exceptions, or there are none
     */
    public BaseExceptionGroup(@Nullable String message, List<? extends Throwable> exceptions) {
        super(message);
        members = GroupMembers.checked(exceptions);
        if (!GroupMembers.hasBase(members)) {
            throw new IllegalArgumentException("All members of this BaseExceptionGroup are ordinary exceptions. Use"
                    + " ExceptionGroup, or BaseExceptionGroup.of(message, exceptions).");
        }
        for (Throwable e : members) {
            addSuppressed(e);
        }
    }

    /**
     * A group of the class that fits.
     *
     * @param message what the exceptions have in common
     * @param exceptions the members; at least one
     * @return an {@link ExceptionGroup} if all members are ordinary exceptions, else a {@code BaseExceptionGroup}
     * @throws IllegalArgumentException if there are none
     */
    public static Throwable of(@Nullable String message, List<? extends Throwable> exceptions) {
        return GroupMembers.hasBase(GroupMembers.checked(exceptions))
                ? new BaseExceptionGroup(message, exceptions)
                : new ExceptionGroup(message, exceptions);
    }

    /** The members, in order. */
    public final List<Throwable> exceptions() {
        return GroupMembers.view(members);
    }

    /**
     * The part of the group, nested groups included, that is of a class.
     *
     * @param type the class
     * @return a group of the same structure with the exceptions of that class only, an {@link ExceptionGroup} if it has
     *     ordinary exceptions only; this one if it is of that class itself; null if there is none
     */
    public final @Nullable Throwable subgroup(Class<?> type) {
        return subgroup(Objects.requireNonNull(type, "type is null")::isInstance);
    }

    /**
     * The part of the group, nested groups included, for which a condition holds.
     *
     * @param condition is asked about groups, whole, before it is asked about their members
     * @return see {@link #subgroup(Class)}
     */
    public final @Nullable Throwable subgroup(Predicate<? super Throwable> condition) {
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
        return new Split(halves.match(), halves.rest());
    }

    /**
     * The two parts of a group, each an {@link ExceptionGroup} or a {@link BaseExceptionGroup}.
     *
     * @param match what was looked for, or null
     * @param rest everything else, or null
     */
    public record Split(@Nullable Throwable match, @Nullable Throwable rest) {}

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message stays as it was given
    public String toString() {
        return super.toString() + GroupMembers.count(members);
    }
}
