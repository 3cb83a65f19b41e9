package dev.jacquard.samples.crawler;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What came of one address.
 *
 * @param address where it was asked for
 * @param status the HTTP status as text, or what went wrong
 * @param ok whether there is a page
 * @param bytes size of the body
 * @param took from request to answer
 * @param links where it leads, as written
 */
record Page(URI address, String status, boolean ok, int bytes, Duration took, List<String> links) {
    static Page failed(URI address, String reason, Duration took) {
        return new Page(address, reason, false, 0, took, List.of());
    }
}
