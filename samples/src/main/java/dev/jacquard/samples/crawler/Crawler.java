package dev.jacquard.samples.crawler;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Follows the links of a site, a few pages at a time.
 *
 * <p>The workers are tasks of one loop and share plain collections: only one of them runs at a time, and each gives way
 * only where it awaits.
 */
final class Crawler {
    private final Fetcher fetcher;
    private final URI start;
    private final Options options;
    private final Consumer<? super Crawler> progress;

    private final Map<URI, Optional<URI>> foundOn = new LinkedHashMap<>(); // each address, once
    private final AsyncQueue<URI> queue = new AsyncQueue<>();
    private final Map<URI, Page> pages = new TreeMap<>();
    private final Map<String, URI> badLinks = new TreeMap<>();
    private int fetching;

    /**
     * How to crawl.
     *
     * @param workers how many pages to fetch at a time
     * @param maxPages when to stop
     * @param timeout how long one page may take
     */
    record Options(int workers, int maxPages, Duration timeout) {}

    /** To be made while the loop runs; {@code progress} is told after each page. */
    Crawler(URI start, Options options, Fetcher fetcher, Consumer<? super Crawler> progress) {
        this.fetcher = fetcher;
        this.start = start;
        this.options = options;
        this.progress = progress;
    }

    /** Crawls until no address is left; the pages ordered by address. */
    @Async
    Coroutine<List<Page>> crawl() {
        enqueue(start, Optional.empty());
        return TaskGroup.run(group -> {
            for (int i = 1; i <= options.workers(); i++) {
                group.createTask(work(), "worker-" + i);
            }
            await(queue.join());
            queue.shutdown(); // sends the workers home
            return Coroutine.of(List.copyOf(pages.values()));
        });
    }

    @Async
    private Coroutine<Void> work() {
        while (true) {
            URI address;
            try {
                address = await(queue.get());
            } catch (QueueShutDown e) {
                return Coroutine.done();
            }
            fetching++;
            try {
                Page page = await(fetch(address));
                pages.put(address, page);
                for (String link : page.links()) {
                    follow(address, link);
                }
                progress.accept(this);
            } finally {
                fetching--;
                queue.taskDone(); // after its links have been put
            }
        }
    }

    private void follow(URI page, String link) {
        try {
            Links.resolve(page, link)
                    .filter(target -> target.getAuthority().equals(start.getAuthority()))
                    .ifPresent(target -> enqueue(target, Optional.of(page)));
        } catch (IllegalArgumentException malformed) {
            badLinks.put(link, page);
        }
    }

    private void enqueue(URI address, Optional<URI> page) {
        if (foundOn.size() < options.maxPages() && foundOn.putIfAbsent(address, page) == null) {
            queue.putNowait(address);
        }
    }

    /** Fetches one page. Whatever goes wrong with it becomes part of the result. */
    @Async
    private Coroutine<Page> fetch(URI address) {
        Duration begin = getRunningLoop().time();
        try {
            Fetcher.Answer answer = await(waitFor(fetcher.get(address), options.timeout()));
            return Coroutine.of(read(address, answer, since(begin)));
        } catch (AsyncTimeoutException e) {
            return Coroutine.of(Page.failed(address, "timed out", since(begin)));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Coroutine.of(Page.failed(address, reason, since(begin)));
        }
    }

    private static Page read(URI address, Fetcher.Answer answer, Duration took) {
        boolean ok = answer.status() < 400;
        List<String> links = ok && answer.type().startsWith("text/html") ? Links.in(answer.body()) : List.<String>of();
        return new Page(
                address, String.valueOf(answer.status()), ok, answer.body().length(), took, links);
    }

    private static Duration since(Duration begin) {
        return getRunningLoop().time().minus(begin);
    }

    // ---- what has been found so far ------------------------------------------------------------

    int done() {
        return pages.size();
    }

    int queued() {
        return queue.size();
    }

    int fetching() {
        return fetching;
    }

    long failures() {
        return pages.values().stream().filter(p -> !p.ok()).count();
    }

    /** The first page that leads to the address; empty for the start. */
    Optional<URI> foundOn(URI address) {
        return foundOn.getOrDefault(address, Optional.empty());
    }

    /** Links that are no addresses, with a page that has them. */
    Map<String, URI> badLinks() {
        return badLinks;
    }
}
