package dev.jacquard.samples.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service gives its results page by page; a generator makes one stream of them and fetches a page only when somebody
 * wants to read it.
 *
 * <p>In Python: an {@code async} generator, left early inside {@code async with aclosing(...)}.
 */
public final class PagedFetch {
    private PagedFetch() {}

    /** A part of the results, and where the next part is, if there is one. */
    record Page(List<String> titles, @Nullable Integer next) {}

    /** Seven books, three a page. */
    @Async
    static Coroutine<Page> fetchPage(int start) {
        System.out.println("GET /books?start=" + start);
        await(sleep(80));
        List<String> titles = new ArrayList<>();
        for (int n = start; n < Math.min(start + 3, 7); n++) {
            titles.add("book " + n);
        }
        return Coroutine.of(new Page(titles, start + 3 < 7 ? start + 3 : null));
    }

    @Async
    static AsyncGenerator<String> books() {
        try {
            Integer start = 0;
            while (start != null) {
                Page page = await(fetchPage(start));
                for (String title : page.titles()) {
                    emit(title);
                }
                start = page.next();
            }
        } finally {
            System.out.println("the session is closed");
        }
        return AsyncGenerator.end();
    }

    /** Leaves the loop early: the last page is never fetched. */
    @Async
    static Coroutine<Void> find(String wanted) {
        try (var books = books()) {
            for (String title : books) {
                if (title.equals(wanted)) {
                    System.out.println("found " + title);
                    break;
                }
            }
        }
        return Coroutine.done();
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        await(find("book 4"));
        int letters = 0;
        for (String title : books()) {
            letters += title.length();
        }
        System.out.println("all titles: " + letters + " letters");
        return Coroutine.done();
    }
}
