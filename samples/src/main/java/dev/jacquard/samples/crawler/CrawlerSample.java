package dev.jacquard.samples.crawler;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Crawls a site and prints what it found. Without arguments it serves and crawls a site of its own;
 * {@code URL [PAGES]} crawls the real web from there, on the same host only.
 */
public final class CrawlerSample {
    private static final int MAX_PAGES = 50;

    private CrawlerSample() {}

    public static void main(String[] args) throws IOException {
        int status = run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        if (args.length == 0) {
            try (var site = new LocalSite(Duration.ofMillis(50))) {
                var options = new Crawler.Options(4, MAX_PAGES, Duration.ofMillis(800));
                Asyncio.run(crawl(site.start(), options));
                return 0;
            }
        }
        URI start;
        int maxPages;
        try {
            start = Links.page(URI.create(args[0])).orElseThrow();
            maxPages = args.length > 1 ? Integer.parseInt(args[1]) : MAX_PAGES;
        } catch (RuntimeException e) {
            System.err.println(
                    "usage: crawler [URL [PAGES]], where URL is like https://example.org/");
            return 2;
        }
        Asyncio.run(crawl(start, new Crawler.Options(8, maxPages, Duration.ofSeconds(10))));
        return 0;
    }

    @Async
    private static Coroutine<Void> crawl(URI start, Crawler.Options options) {
        System.out.println("crawling " + start + " with " + options.workers() + " workers");
        var crawler = new Crawler(start, options, CrawlerSample::showProgress);
        var report = new Report(crawler, await(crawler.crawl()));
        System.out.println();
        System.out.print(report);
        return Coroutine.done();
    }

    /** One line that is written over and over again. */
    private static void showProgress(Crawler crawler) {
        System.out.printf(
                Locale.ROOT,
                "\r%d done, %d being fetched, %d in the queue, %d failed   ",
                crawler.done(),
                crawler.fetching() - 1, // without the one that has just come
                crawler.queued(),
                crawler.failures());
        System.out.flush();
    }
}
