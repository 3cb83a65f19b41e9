package dev.jacquard.testing.net;

import java.time.Duration;

/**
 * How two hosts are connected; the same in both directions.
 *
 * @param delay how long a packet is on its way. Each stream draws its own: those that are independent overtake each
 *     other, the bytes of one stream never
 * @param bytesPerSecond the bandwidth, which all streams of one direction share; 0 is without limit
 * @param loss how likely it is that a packet is lost: it is sent again after 200 ms, then 400 ms and so on
 * @param breaks how likely it is, for each packet, that it breaks its connection
 */
public record LinkSettings(Delay delay, long bytesPerSecond, double loss, double breaks) {
    /** One millisecond, no limits, no faults. */
    public static final LinkSettings PERFECT = new LinkSettings(Delay.fixed(Duration.ofMillis(1)), 0, 0, 0);

    /**
     * No delay, no limits, no faults. Under an explored schedule a packet arrives at any time from when it is sent on;
     * with a delay it competes only with what is due at the same time.
     */
    public static final LinkSettings IMMEDIATE = new LinkSettings(Delay.fixed(Duration.ZERO), 0, 0, 0);

    /** Checks. */
    public LinkSettings {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("A negative bandwidth: " + bytesPerSecond);
        }
        if (!(loss >= 0 && loss < 1) || !(breaks >= 0 && breaks <= 1)) {
            throw new IllegalArgumentException(
                    "Not a probability (of loss below 1): loss " + loss + ", breaks " + breaks);
        }
    }

    /** These settings with another delay. */
    public LinkSettings withDelay(Delay delay) {
        return new LinkSettings(delay, bytesPerSecond, loss, breaks);
    }

    /** These settings with another bandwidth. */
    public LinkSettings withBandwidth(long bytesPerSecond) {
        return new LinkSettings(delay, bytesPerSecond, loss, breaks);
    }

    /** These settings with another probability of loss. */
    public LinkSettings withLoss(double loss) {
        return new LinkSettings(delay, bytesPerSecond, loss, breaks);
    }

    /** These settings with another probability that a packet breaks its connection. */
    public LinkSettings withBreaks(double breaks) {
        return new LinkSettings(delay, bytesPerSecond, loss, breaks);
    }
}
