package dev.jacquard.testing.schedules;

import dev.jacquard.EventLoop;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestRepetition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * An {@code @AsyncTest} under many schedules. Its fixtures, itself and its clean-up methods are one run with one
 * schedule; what is left after them is cleaned up first come, first served.
 */
final class ScheduledTest implements TestRepetition {
    private final Explorer explorer;
    private final ExtensionContext context;
    private boolean completed;
    private @Nullable TestAbortedException aborted;

    ScheduledTest(Explorer explorer, ExtensionContext context) {
        this.explorer = explorer;
        this.context = context;
    }

    @Override
    public void repeat(OneRun test) {
        Exploration exploration = explorer.explore(recorder -> run(test, recorder));
        if (aborted != null && !completed) {
            throw aborted; // its assumption holds under no schedule
        }
        context.publishReportEntry("schedules", exploration.report());
    }

    private @Nullable Throwable run(OneRun test, Recorder recorder) {
        recorder.begin();
        Throwable failure;
        try {
            failure = test.run(
                    settings -> settings.loopFactory(options -> loop(settings, options, recorder)), recorder::end);
        } catch (Throwable e) {
            recorder.end(); // it has not even begun
            throw e;
        }
        if (failure instanceof TestAbortedException e) {
            aborted = e;
            return null;
        }
        completed = true;
        return failure;
    }

    private EventLoop loop(AsyncTester.Builder settings, EventLoop.Builder options, Recorder recorder) {
        if (!settings.isVirtualTime()) {
            throw new ExtensionConfigurationException(context.getRequiredTestMethod()
                    + " cannot have time = REAL: schedules are explored in virtual time.");
        }
        EventLoop loop = options.scheduler(recorder).build();
        loop.setDefaultExecutor(new InLoopExecutor(loop));
        return loop;
    }
}
