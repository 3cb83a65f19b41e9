package com.acme;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.annotations.Async;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Properties that await, each try on a loop of its own. */
class JqwikTest {
    @Property(tries = 20)
    @Async
    void triesAwait(@ForAll @IntRange(min = 1, max = 1000) int millis) {
        await(sleep(millis));
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ofMillis(millis));
    }

    @Example
    @Async
    void examplesAwait() {
        await(sleep(Duration.ofDays(1)));
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ofDays(1));
    }
}
