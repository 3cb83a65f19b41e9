package dev.jacquard.samples.crawler;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Exit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Crawls a site and prints what it found. Without arguments it serves and crawls a site of its own; {@code URL [PAGES]}
 * crawls the real web from there, on the same host only. {@code --client vertx} before them takes Vert.x' HTTP client
 * instead of the JDK's.
 */
public final class CrawlerSample {
    private static final int MAX_PAGES = 50;

    private CrawlerSample() {}

    public static void main(String[] args) throws IOException {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) throws IOException {
        List<String> rest = new ArrayList<>(List.of(args));
        Supplier<Fetcher> client = JdkFetcher::new;
        if (rest.size() >= 2 && rest.get(0).equals("--client")) {
            switch (rest.get(1)) {
                case "jdk" -> client = JdkFetcher::new;
                case "vertx" -> client = VertxFetcher::new;
                default -> {
                    return usage();
                }
            }
            rest.subList(0, 2).clear();
        }
        if (rest.isEmpty()) {
            try (var site = new LocalSite(Duration.ofMillis(50))) {
                var options = new Crawler.Options(4, MAX_PAGES, Duration.ofMillis(800));
                Asyncio.run(crawl(site.start(), options, client));
                return 0;
            }
        }
        URI start;
        int maxPages;
        try {
            start = Links.page(URI.create(rest.get(0))).orElseThrow();
            maxPages = rest.size() > 1 ? Integer.parseInt(rest.get(1)) : MAX_PAGES;
        } catch (RuntimeException e) {
            return usage();
        }
        Asyncio.run(crawl(start, new Crawler.Options(8, maxPages, Duration.ofSeconds(10)), client));
        return 0;
    }

    private static int usage() {
        System.err.println(
                "usage: crawler [--client jdk|vertx] [URL [PAGES]], where URL is like" + " https://example.org/");
        return 2;
    }

    @Async
    private static Coroutine<Void> crawl(URI start, Crawler.Options options, Supplier<Fetcher> client) {
        System.out.println("crawling " + start + " with " + options.workers() + " workers");
        try (Fetcher fetcher = client.get()) {
            var crawler = new Crawler(start, options, fetcher, CrawlerSample::showProgress);
            var report = new Report(crawler, await(crawler.crawl()));
            System.out.println();
            System.out.print(report);
        }
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
