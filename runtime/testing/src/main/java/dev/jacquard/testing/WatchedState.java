package dev.jacquard.testing;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that has to be in the end as it was when the test began to watch it. */
final class WatchedState implements LeftoverProbe.Look {
    private static final String KIT = "dev.jacquard.testing.";

    private final String what;
    private final Supplier<? extends @Nullable Object> state;
    private final @Nullable Object before;
    private final String where;

    WatchedState(String what, Supplier<? extends @Nullable Object> state) {
        this.what = what;
        this.state = state;
        this.before = state.get();
        this.where = caller();
    }

    @Override
    public List<String> left() {
        Object now = state.get();
        return Objects.equals(before, now)
                ? List.of()
                : List.of(what + " is " + now + " and was " + before + ", watched at " + where);
    }

    private static String caller() {
        return StackWalker.getInstance().walk(frames -> frames.filter(f -> !isKits(f.getClassName()))
                .map(f -> f.toStackTraceElement().toString())
                .findFirst()
                .orElse("an unknown place"));
    }

    private static boolean isKits(String type) {
        return type.equals(KIT + "WatchedState") || type.equals(KIT + "AsyncTester");
    }
}
