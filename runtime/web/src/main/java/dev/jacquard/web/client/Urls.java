package dev.jacquard.web.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** URLs of http and https. */
final class Urls {
    private Urls() {}

    /**
     * Makes an absolute URL.
     *
     * @param base for relative ones, or null
     * @throws IllegalArgumentException if it is none
     */
    static URI absolute(String url, @Nullable URI base) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no URL: " + e.getReason() + " at " + e.getIndex(), e);
        }
        if (base != null && !uri.isAbsolute()) {
            uri = resolve(base, uri);
        }
        return checked(uri, url);
    }

    private static URI checked(URI uri, String url) {
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no URL with a host; say http://… or https://…, or give the session a baseUrl");
        }
        if (!isHttp || uri.getHost() == null || uri.getPort() > 0xffff) {
            throw new IllegalArgumentException("\"" + url + "\" is no URL of http or https with a host");
        }
        return URI.create(uri.toASCIIString());
    }

    /** {@link URI#resolve} loses the path for a query alone. */
    private static URI resolve(URI base, URI uri) {
        boolean isQueryOnly = uri.getRawPath() != null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() != null
                && uri.getRawAuthority() == null;
        if (!isQueryOnly) {
            return base.resolve(uri);
        }
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        return base.resolve(path + "?" + uri.getRawQuery());
    }

    static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }

    /** The host as sockets want it: an IPv6 address without its brackets. */
    static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Scheme, host and port. */
    static String origin(URI uri) {
        return (isSecure(uri) ? "https://" : "http://") + uri.getHost().toLowerCase(java.util.Locale.ROOT) + ":"
                + port(uri);
    }

    /** What stands in the request's first line. */
    static String target(URI uri) {
        String path = uri.getRawPath();
        String whole = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? whole : whole + "?" + uri.getRawQuery();
    }

    /** Adds to the query. */
    static URI withQuery(URI uri, String query) {
        if (query.isEmpty()) {
            return uri;
        }
        String text = uri.toString();
        int hash = text.indexOf('#');
        String bare = hash < 0 ? text : text.substring(0, hash);
        String separator = uri.getRawQuery() == null ? "?" : uri.getRawQuery().isEmpty() ? "" : "&";
        return URI.create(bare + separator + query);
    }

    /** Encodes a name or value of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
