package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program once as it is, and then once for each of its awaits, where it is cancelled: {@link CancelEverywhere}
 * without JUnit.
 *
 * <pre>{@code
 * EveryAwait.with(Mishap.CANCEL, Mishap.TIMEOUT).check(tester -> transfer(tester.watch(lock())));
 * }</pre>
 *
 * <p>With the system property {@value #PROPERTY} only that moment is run.
 */
public final class EveryAwait {
    /** Names the system property: the text of a moment, such as {@code CANCEL@7}. */
    public static final String PROPERTY = "jacquard.cancel";

    private Set<Mishap> mishaps = EnumSet.of(Mishap.CANCEL);
    private CancelEverywhere.At at = CancelEverywhere.At.AWAITS;
    private int maxRuns = 1000;
    private boolean normalEndAllowed;
    private List<Class<? extends Throwable>> expected = List.of();
    private boolean descriptors;
    private @Nullable Moment only;

    private EveryAwait() {}

    private EveryAwait(EveryAwait from, Consumer<EveryAwait> change) {
        mishaps = from.mishaps;
        at = from.at;
        maxRuns = from.maxRuns;
        normalEndAllowed = from.normalEndAllowed;
        expected = from.expected;
        descriptors = from.descriptors;
        only = from.only;
        change.accept(this);
    }

    // ---- options -------------------------------------------------------------------------------

    /** What is to happen, each in runs of its own. */
    public static EveryAwait with(Mishap first, Mishap... more) {
        return new EveryAwait(new EveryAwait(), o -> o.mishaps = EnumSet.of(first, more));
    }

    /**
     * As an annotation says.
     *
     * @throws IllegalArgumentException if that makes no sense
     */
    public static EveryAwait of(CancelEverywhere a) {
        if (a.value().length == 0) {
            throw new IllegalArgumentException(
                    "@CancelEverywhere({}) lets nothing happen: name a Mishap, or leave it out");
        }
        EveryAwait options = new EveryAwait(new EveryAwait(), o -> o.mishaps = EnumSet.copyOf(List.of(a.value())));
        return options.at(a.at())
                .maxRuns(a.maxRuns())
                .mayEndNormally(a.mayEndNormally())
                .expected(a.expected())
                .descriptors(a.descriptors())
                .only(a.only());
    }

    /** These options with other moments; {@link CancelEverywhere.At#AWAITS} at first. */
    public EveryAwait at(CancelEverywhere.At at) {
        return new EveryAwait(this, o -> o.at = at);
    }

    /**
     * These options with another number of runs at most; 1000 at first.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public EveryAwait maxRuns(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("At least 1 run, not " + runs);
        }
        return new EveryAwait(this, o -> o.maxRuns = runs);
    }

    /** These options, with or without leave for the program to swallow a cancellation. */
    public EveryAwait mayEndNormally(boolean allowed) {
        return new EveryAwait(this, o -> o.normalEndAllowed = allowed);
    }

    /** These options, and the program may end with these exceptions as well when something has happened to it. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it only reads them
    public final EveryAwait expected(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> all = List.of(types);
        return new EveryAwait(this, o -> o.expected = all);
    }

    /** These options, with or without a look at the process's descriptors. */
    public EveryAwait descriptors(boolean counted) {
        return new EveryAwait(this, o -> o.descriptors = counted);
    }

    /**
     * These options for one moment only.
     *
     * @param moment as a report has it; empty for all
     * @throws IllegalArgumentException if it is none
     */
    public EveryAwait only(String moment) {
        Moment m = moment.isEmpty() ? null : Moment.parse(moment);
        return new EveryAwait(this, o -> o.only = m);
    }

    Set<Mishap> mishaps() {
        return mishaps;
    }

    CancelEverywhere.At at() {
        return at;
    }

    int maxRuns() {
        return maxRuns;
    }

    boolean isNormalEndAllowed() {
        return normalEndAllowed;
    }

    boolean isExpected(Throwable e) {
        return expected.stream().anyMatch(type -> type.isInstance(e));
    }

    // ---- running -------------------------------------------------------------------------------

    /**
     * Runs a program.
     *
     * @param program is called in each run, on a loop with virtual time; all that it shares with its tasks must be made
     *     by it
     * @return what was run
     * @throws AssertionError if it leaves something, or does not end as it should: with the await, what was left, and
     *     the text by which that is repeated
     * @throws X what it throws when nothing happens to it
     */
    public <T extends @Nullable Object, X extends Exception> AwaitRuns check(
            ThrowingAsyncFunction<? super AsyncTester, T, X> program) throws X {
        return check(AsyncTester::builder, program);
    }

    /**
     * Runs a program on loops with other settings.
     *
     * @param settings a new builder for each run
     */
    public <T extends @Nullable Object, X extends Exception> AwaitRuns check(
            Supplier<AsyncTester.Builder> settings, ThrowingAsyncFunction<? super AsyncTester, T, X> program) throws X {
        Objects.requireNonNull(program, "program is null");
        return checkAll((run, more) -> {
            AsyncTester.Builder builder = settings.get();
            more.accept(builder);
            try (AsyncTester tester = builder.build()) {
                tester.test(() -> tester.runWoven(call(program, tester)));
                return null;
            } catch (Throwable e) {
                return e;
            }
        });
    }

    @Async
    private static <T extends @Nullable Object, X extends Exception> Coroutine<Void> call(
            ThrowingAsyncFunction<? super AsyncTester, T, X> program, AsyncTester tester) throws X {
        await(program.apply(tester));
        return Coroutine.done();
    }

    /** What is run again and again: a program, or a test with its fixtures. */
    interface Subject {
        /**
         * Runs it once.
         *
         * @param settings has to be given the builder of its tester
         * @return what it fails with, or null
         */
        @Nullable
        Throwable run(MishapRun run, Consumer<AsyncTester.Builder> settings);
    }

    AwaitRuns checkAll(Subject subject) {
        String property = System.getProperty(PROPERTY);
        Moment one = property == null || property.isEmpty() ? only : Moment.parse(property);
        MishapReport report = new MishapReport(this);
        if (one != null) {
            attempt(subject, one, report);
            report.requireStruck(one);
            report.throwIfAny();
            return new AwaitRuns(report.awaits(), 1, 0);
        }
        MishapRun plain = new MishapRun(this, null);
        Throwable failure = subject.run(plain, settings -> settings.mishaps(plain));
        if (failure != null) {
            throw Sneaky.of(failure); // the test itself is wrong
        }
        List<Moment> moments = new ArrayList<>(plain.seen());
        report.planned(plain.awaits(), moments);
        for (Moment moment : moments) {
            attempt(subject, moment, report);
        }
        report.throwIfAny();
        return new AwaitRuns(plain.awaits(), 1 + moments.size(), report.missed());
    }

    private void attempt(Subject subject, Moment moment, MishapReport report) {
        Descriptors before = descriptors ? Descriptors.now() : null;
        MishapRun run = new MishapRun(this, moment);
        Throwable failure = subject.run(run, settings -> settings.mishaps(run));
        List<String> open = before == null ? List.of() : before.more();
        report.ran(moment, run, failure, open);
    }
}
