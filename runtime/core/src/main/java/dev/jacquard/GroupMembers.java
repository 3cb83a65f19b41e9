package dev.jacquard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@link ExceptionGroup} and {@link BaseExceptionGroup} have in common. */
final class GroupMembers {
    /** The two parts of an exception: itself and nothing, or two groups. */
    record Halves(@Nullable Throwable match, @Nullable Throwable rest) {}

    private GroupMembers() {}

    static Throwable[] checked(List<? extends Throwable> exceptions) {
        Objects.requireNonNull(exceptions, "exceptions is null");
        Throwable[] members = exceptions.toArray(new Throwable[0]);
        if (members.length == 0) {
            throw new IllegalArgumentException("A group of exceptions needs at least one");
        }
        for (Throwable e : members) {
            Objects.requireNonNull(e, "a member of a group of exceptions is null");
        }
        return members;
    }

    static List<Throwable> view(Throwable[] members) {
        return Collections.unmodifiableList(Arrays.asList(members));
    }

    static String count(Throwable[] members) {
        return " (" + members.length + (members.length == 1 ? " exception)" : " exceptions)");
    }

    /** Whether it is none of the exceptions that code may handle without a thought. */
    static boolean isBase(Throwable e) {
        return e instanceof CancelledError
                || e instanceof GeneratorExit
                || e instanceof LoopExit
                || e instanceof VirtualMachineError
                || e instanceof BaseExceptionGroup;
    }

    static boolean hasBase(Throwable[] members) {
        for (Throwable e : members) {
            if (isBase(e)) {
                return true;
            }
        }
        return false;
    }

    static Halves split(Throwable e, Predicate<? super Throwable> condition) {
        Objects.requireNonNull(condition, "condition is null");
        if (condition.test(e)) {
            return new Halves(e, null);
        }
        List<Throwable> members = members(e);
        if (members == null) {
            return new Halves(null, e);
        }
        List<Throwable> matches = new ArrayList<>();
        List<Throwable> rests = new ArrayList<>();
        for (Throwable member : members) {
            Halves halves = split(member, condition);
            if (halves.match != null) {
                matches.add(halves.match);
            }
            if (halves.rest != null) {
                rests.add(halves.rest);
            }
        }
        return new Halves(derive(e, matches), derive(e, rests));
    }

    private static @Nullable List<Throwable> members(Throwable e) {
        if (e instanceof ExceptionGroup group) {
            return group.exceptions();
        }
        return e instanceof BaseExceptionGroup group ? group.exceptions() : null;
    }

    /** A group like another one, thrown at the same place, with some of its members. */
    private static @Nullable Throwable derive(Throwable group, List<Throwable> members) {
        if (members.isEmpty()) {
            return null;
        }
        Throwable part = BaseExceptionGroup.of(group.getMessage(), members);
        part.setStackTrace(group.getStackTrace());
        if (group.getCause() != null) {
            part.initCause(group.getCause());
        }
        return part;
    }
}
