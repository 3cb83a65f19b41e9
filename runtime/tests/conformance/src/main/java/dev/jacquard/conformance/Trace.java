package dev.jacquard.conformance;

import dev.jacquard.Task;
import dev.jacquard.loop.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened, event by event, as JSON values. */
final class Trace {
    private final List<@Nullable Object> events = new ArrayList<>();
    private final IdentityHashMap<Object, String> names = new IdentityHashMap<>();
    private final VirtualClock clock;

    /** The clock gives the time of each event. */
    Trace(VirtualClock clock) {
        this.clock = clock;
    }

    List<@Nullable Object> events() {
        return events;
    }

    void emit(String who, @Nullable Object... what) {
        List<@Nullable Object> event = new ArrayList<>();
        event.add(Values.seconds(Duration.ofNanos(clock.nanos())));
        event.add(who);
        Arrays.stream(what).map(this::show).forEach(event::add);
        events.add(event);
    }

    /** Gives an object that has no name of its own the one it has in the trace. */
    void name(Object object, String name) {
        names.put(object, name);
    }

    boolean isNamed(Object object) {
        return names.containsKey(object);
    }

    String nameOf(Object object) {
        return object instanceof Task<?> task ? task.getName() : names.getOrDefault(object, "?");
    }

    private @Nullable Object show(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number || value instanceof String) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::show).collect(ArrayList::new, List::add, List::addAll);
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        if (value instanceof Throwable exception) {
            shown.put("e", ExceptionClasses.nameOf(exception));
            shown.put("m", ExceptionClasses.messageOf(exception));
            if (ExceptionClasses.isGroup(exception)) {
                shown.put("of", show(ExceptionClasses.membersOf(exception)));
            }
        } else {
            shown.put("o", nameOf(value));
        }
        return shown;
    }
}
