package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Timeout;
import dev.jacquard.annotations.Async;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a request of the user's comes to: requests on the wire, until neither a redirect nor a repetition is due. */
final class Call {
    private final SessionRequest request;
    private final ClientSession session;
    private final MultiMap headers;
    private final @Nullable Duration deadline;
    private String method;
    private URI uri;
    private @Nullable Body body;
    private int redirects;
    private int repetitions;

    Call(SessionRequest request) {
        this.request = request;
        session = request.session;
        headers = HttpHeaders.headers().addAll(request.headers);
        method = request.method;
        uri = request.uri();
        body = request.body();
        Duration timeout = request.timeout();
        deadline = timeout.isZero() ? null : session.loop().time().plus(timeout);
    }

    /** Gives the response when its head is there; the limit of time goes on until its end. */
    @Async
    Coroutine<ClientResponse> run() {
        Duration end = deadline;
        if (end == null) {
            return Coroutine.of(await(answer()));
        }
        Timeout limit = Timeout.at(end);
        WireResponse r;
        try {
            r = await(limit.run(this::answer));
        } catch (AsyncTimeoutException e) {
            if (!limit.isExpired()) {
                throw e;
            }
            throw new ClientTimeoutException(ClientTimeoutException.Kind.TOTAL, name(), request.timeout());
        }
        r.wire().limit(end, request.timeout());
        return Coroutine.of(r);
    }

    private String name() {
        return method + " " + uri;
    }

    @Async
    private Coroutine<WireResponse> answer() {
        for (; ; ) {
            WireResponse r;
            try {
                r = await(once());
            } catch (LostException e) {
                Duration pause = mayRepeat() ? Retries.backOff(repetitions) : null;
                if (pause == null || !isInTime(pause)) {
                    throw e;
                }
                repetitions++;
                await(sleep(pause));
                continue;
            }
            URI next = Redirects.target(r, uri, session.options().maxRedirects);
            if (next != null) {
                await(r.discard());
                redirect(r.status(), next);
                continue;
            }
            Duration pause = Retries.isTemporary(r.status()) && mayRepeat() ? Retries.pause(r, repetitions) : null;
            if (pause == null || !isInTime(pause)) {
                return Coroutine.of(r);
            }
            repetitions++;
            await(r.discard());
            await(sleep(pause));
        }
    }

    private boolean mayRepeat() {
        return repetitions < session.options().retries
                && Retries.isIdempotent(method)
                && (body == null || body.canBeRepeated());
    }

    private boolean isInTime(Duration pause) {
        return deadline == null || session.loop().time().plus(pause).compareTo(deadline) < 0;
    }

    private void redirect(int status, URI next) {
        if (++redirects > session.options().maxRedirects) {
            throw new ClientException(
                    request + ": more than " + session.options().maxRedirects + " redirects, the last one to " + next);
        }
        if (Redirects.becomesGet(status, method)) {
            method = "GET";
            body = null;
            headers.remove("content-type").remove("content-length").remove("content-encoding");
        } else if (body != null && !body.canBeRepeated()) {
            throw new ClientException(
                    request + ": redirected to " + next + ", but the bodyStream cannot be sent again. Send it there");
        }
        if (!Urls.origin(next).equals(Urls.origin(uri))) {
            headers.remove("authorization")
                    .remove("cookie")
                    .remove("proxy-authorization")
                    .remove("host");
        }
        uri = next;
    }

    @Async
    private Coroutine<WireResponse> once() {
        session.checkUsable();
        Limits.Slot slot = await(session.limits().acquire(Urls.origin(uri)));
        Wire wire = new Wire(session, slot, name());
        HttpClientResponse r = await(wire.send(options(), body));
        Cookies.store(session.cookies(), uri, r.headers());
        return Coroutine.of(new WireResponse(wire, r, uri));
    }

    private RequestOptions options() {
        MultiMap all = HttpHeaders.headers().addAll(headers);
        Body b = body;
        if (b != null && b.contentType() != null && !all.contains("content-type")) {
            all.set("content-type", b.contentType());
        }
        if (b == null && (method.equals("POST") || method.equals("PUT") || method.equals("PATCH"))) {
            all.set("content-length", "0");
        }
        if (!all.contains("user-agent")) {
            all.set("user-agent", "jacquard");
        }
        String user = uri.getUserInfo();
        if (user != null && !all.contains("authorization")) {
            String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            all.set("authorization", "Basic " + encoded);
        }
        Cookies.add(session.cookies(), uri, all);
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setHost(Urls.host(uri))
                .setPort(Urls.port(uri))
                .setSsl(Urls.isSecure(uri))
                .setURI(Urls.target(uri))
                .setFollowRedirects(false)
                .setHeaders(all);
    }
}
