package dev.jacquard.samples.crawler;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import java.io.IOException;
import java.net.URI;

/** An HTTP client, as far as a crawler needs one. */
interface Fetcher extends AsyncCloseable {
    /** Names itself to servers. */
    String USER_AGENT = "jacquard-samples-crawler";

    /**
     * Gets a page; follows redirects.
     *
     * @throws IOException if there is no answer
     */
    Coroutine<Answer> get(URI address) throws IOException;

    /**
     * What a server says.
     *
     * @param status the HTTP status
     * @param type the content type
     * @param body the text
     */
    record Answer(int status, String type, String body) {}
}
