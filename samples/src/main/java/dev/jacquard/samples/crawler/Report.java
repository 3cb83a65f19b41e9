package dev.jacquard.samples.crawler;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end. */
final class Report {
    private final Crawler crawler;
    private final List<Page> pages;

    Report(Crawler crawler, List<Page> pages) {
        this.crawler = crawler;
        this.pages = pages;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        line(text, "%-10s %7s %7s %5s  %s", "status", "ms", "bytes", "links", "page");
        int bytes = 0;
        for (Page page : pages) {
            bytes += page.bytes();
            line(
                    text,
                    "%-10s %7d %7d %5d  %s",
                    page.status(),
                    page.took().toMillis(),
                    page.bytes(),
                    page.links().size(),
                    page.address().getRawPath() + query(page.address()));
        }
        line(text, "%d pages, %d bytes, %d failed", pages.size(), bytes, crawler.failures());
        for (Page page : pages) {
            if (!page.ok()) {
                String on = crawler.foundOn(page.address()).map(URI::getRawPath).orElse("start");
                line(text, "broken: %s (%s), linked from %s", page.address().getRawPath(), page.status(), on);
            }
        }
        for (Map.Entry<String, URI> bad : crawler.badLinks().entrySet()) {
            line(text, "malformed: %s, on %s", bad.getKey(), bad.getValue().getRawPath());
        }
        return text.toString();
    }

    private static String query(URI address) {
        return address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
