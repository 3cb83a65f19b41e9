package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.EachValue;
import com.acme.NamesNothing;
import com.acme.ShortTest;
import com.acme.VirtualTest;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Annotations that carry ours, or JUnit's. */
class ComposedAnnotationsTest {
    private static final List<String> TRAIL = new ArrayList<>();

    static class Composed {
        @VirtualTest
        void returnsNothing(TestClock clock) {
            await(sleep(Duration.ofMinutes(50)));
            TRAIL.add("nothing " + clock.now());
        }

        @VirtualTest
        void awaitsNothing() {
            TRAIL.add("running " + getRunningLoop().isRunning());
        }

        @ShortTest
        Coroutine<Void> returnsCoroutine() {
            await(sleep(1));
            TRAIL.add("coroutine");
            return Coroutine.done();
        }

        @ShortTest
        void takesTooLong() {
            await(sleep(Duration.ofDays(1)));
        }

        @EachValue
        @Async
        void values(int value) {
            await(sleep(1));
            TRAIL.add("value " + value);
        }

        @VirtualTest
        native void notWoven();
    }

    @Test
    void areSeenByTheWeaver() {
        TRAIL.clear();
        var ends = Cases.run(Composed.class);
        assertThat(TRAIL).containsExactlyInAnyOrder("nothing PT50M", "running true", "coroutine", "value 1", "value 2");
        assertThat(ends.get("takesTooLong()")).contains("not ended after 1h in virtual time");
        assertThat(ends).hasSize(7);
    }

    @Test
    void aClassThatMentionsNothingOfJacquardNeedsNoWeaving() {
        assertThat(Cases.only(NamesNothing.class, "plain")).isEqualTo("ok");
    }
}
