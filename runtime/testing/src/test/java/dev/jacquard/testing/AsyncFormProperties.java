package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** jqwik's properties may await: each try has a loop of its own. */
class AsyncFormProperties {
    @Property(tries = 100)
    @Async
    void timePassesAsAsked(@ForAll @IntRange(max = 1_000_000) int millis) {
        await(sleep(millis));
        assertThat(getRunningLoop().time()).isEqualTo(Duration.ofMillis(millis));
    }

    /** However it is cut into pieces, what is written is what is read. */
    @Property(tries = 100)
    @Async
    void bytesComeInOrder(
            @ForAll @Size(max = 50) byte[] bytes,
            @ForAll @IntRange(min = 1, max = 10) int capacity,
            @ForAll @IntRange(min = 1, max = 10) int piece)
            throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair(capacity);
        var writer = createTask(pair.left().write(bytes));
        byte[] read = new byte[bytes.length];
        int n = 0;
        while (n < read.length) {
            byte[] some = await(pair.right().read(piece));
            assertThat(some.length).isBetween(1, piece);
            System.arraycopy(some, 0, read, n, some.length);
            n += some.length;
        }
        await(writer);
        assertThat(read).isEqualTo(bytes);
    }
}
