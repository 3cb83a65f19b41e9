package dev.jacquard.conformance.rounds;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCallable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the programs have in common: a task that counts the rounds, and a few kinds of work. */
public abstract class RoundsPrograms {
    static final Duration LONG = Duration.ofSeconds(9);

    private final Recorder recorder;
    private final Map<String, AsyncCallable<Void>> programs = new LinkedHashMap<>();

    RoundsPrograms(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The programs by the names of the scenarios. */
    public Map<String, AsyncCallable<Void>> programs() {
        return programs;
    }

    final void program(String scenario, AsyncCallable<Void> main) {
        programs.put(scenario, main);
    }

    final void log(Object... values) {
        List<Object> event = new ArrayList<>(List.of("log"));
        event.addAll(Arrays.asList(values));
        recorder.record(event.toArray());
    }

    final void record(Object... event) {
        recorder.record(event);
    }

    final void startTicking(int rounds) {
        createTask(tick(rounds), "tick");
    }

    /** Logs each round. */
    @Async
    final Coroutine<Void> tick(int rounds) {
        for (int i = 0; i < rounds; i++) {
            log("tick", i);
            await(sleep(0));
        }
        return Coroutine.done();
    }

    @Async
    final Coroutine<Integer> quick(int n) {
        log("quick", n);
        return Coroutine.of(n);
    }

    @Async
    final Coroutine<Integer> failNow(String message) {
        throw new IllegalArgumentException(message);
    }

    /** Works for a long time, and logs when it is cancelled. */
    @Async
    final Coroutine<Integer> watch(int n) {
        try {
            await(sleep(LONG));
            log("end", n);
        } catch (CancelledError e) {
            log("cancelled", n, e);
            throw e;
        }
        return Coroutine.of(n);
    }
}
