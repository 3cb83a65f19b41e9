package dev.jacquard.samples.crawler;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the links of a page. */
final class Links {
    private static final Pattern HREF = Pattern.compile(
            "<a\\b[^>]*?\\bhref\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))", Pattern.CASE_INSENSITIVE);

    private Links() {}

    /** The links as they are written, in order. */
    static List<String> in(String html) {
        List<String> found = new ArrayList<>();
        Matcher href = HREF.matcher(html);
        while (href.find()) {
            for (int form = 1; form <= 3; form++) {
                if (href.group(form) != null) {
                    found.add(href.group(form).strip().replace("&amp;", "&"));
                }
            }
        }
        return found;
    }

    /**
     * The page that a link leads to, without its fragment; empty if it is no page of the web ({@code mailto:} and the
     * like).
     *
     * @throws IllegalArgumentException if the link is malformed
     */
    static Optional<URI> resolve(URI page, String link) {
        String text = link.replaceFirst("#.*", "").replace(" ", "%20");
        if (text.isEmpty() || text.startsWith("?")) {
            text = page.getRawPath() + text; // URI.resolve would go to the folder instead
        }
        return page(page.resolve(text));
    }

    /**
     * The address in the form in which it is compared; empty if it is no page of the web.
     *
     * @throws IllegalArgumentException if it names no host
     */
    static Optional<URI> page(URI address) {
        String scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.empty();
        }
        if (address.getHost() == null) {
            throw new IllegalArgumentException("no host in " + address);
        }
        URI normal = address.normalize();
        String path = normal.getRawPath().isEmpty() ? "/" : normal.getRawPath();
        String query = normal.getRawQuery() == null ? "" : "?" + normal.getRawQuery();
        return Optional.of(URI.create(scheme + "://" + normal.getRawAuthority() + path + query));
    }
}
