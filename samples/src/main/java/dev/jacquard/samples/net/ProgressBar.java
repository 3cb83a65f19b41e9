package dev.jacquard.samples.net;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** A line that shows how far something is, written over and over again. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration SELDOM = Duration.ofMillis(100);
    private static final double MIB = 1 << 20;

    private final long total;
    private final Supplier<Duration> clock;
    private final Duration start;
    private Duration next;
    private long done;

    /**
     * A bar.
     *
     * @param total in bytes; negative if that is not known
     */
    ProgressBar(long total, Supplier<Duration> clock) {
        this.total = total;
        this.clock = clock;
        this.start = clock.get();
        this.next = start;
    }

    /** So many bytes more. */
    void add(long bytes) {
        done += bytes;
        Duration now = clock.get();
        if (now.compareTo(next) >= 0) {
            next = now.plus(SELDOM);
            show();
        }
    }

    /** All is there. */
    void finish() {
        show();
        System.out.println();
    }

    private void show() {
        System.out.print("\r" + this);
        System.out.flush();
    }

    @Override
    public String toString() {
        double seconds = Math.max(1, clock.get().minus(start).toMillis()) / 1000.0;
        String speed = String.format(Locale.ROOT, "%.1f MiB/s", done / MIB / seconds);
        if (total < 0) {
            return String.format(Locale.ROOT, "%.1f MiB, %s", done / MIB, speed);
        }
        int part = total == 0 ? WIDTH : (int) (Math.min(done, total) * WIDTH / total);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%, %.1f of %.1f MiB, %s",
                "#".repeat(part),
                ".".repeat(WIDTH - part),
                total == 0 ? 100 : Math.min(done, total) * 100 / total,
                done / MIB,
                total / MIB,
                speed);
    }
}
