package dev.jacquard.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to be set (RFC 6265), unchangeable: each method gives another. It is {@code HttpOnly}, {@code SameSite=Lax}
 * and for all paths until told otherwise.
 */
public final class Cookie {
    private final String name;
    private final String value;
    private final @Nullable String path;
    private final @Nullable String domain;
    private final boolean httpOnly;
    private final boolean secure;
    private final @Nullable String sameSite;
    private final @Nullable Duration maxAge;

    private Cookie(
            String name,
            String value,
            @Nullable String path,
            @Nullable String domain,
            boolean httpOnly,
            boolean secure,
            @Nullable String sameSite,
            @Nullable Duration maxAge) {
        this.name = name;
        this.value = value;
        this.path = path;
        this.domain = domain;
        this.httpOnly = httpOnly;
        this.secure = secure;
        this.sameSite = sameSite;
        this.maxAge = maxAge;
    }

    /**
     * A cookie that ends with the browser.
     *
     * @throws IllegalArgumentException for a name that is no token, or a value with spaces, quotes, commas, semicolons,
     *     backslashes, or what is not ASCII: encode it, for example in Base64
     */
    public static Cookie of(String name, String value) {
        HeaderChecks.checkToken("The name of a cookie", name);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') {
                throw new IllegalArgumentException("The value of the cookie " + name + " has the character U+"
                        + String.format("%04X", (int) c) + " at " + i
                        + ", which no cookie can have; encode it, for example in Base64");
            }
        }
        return new Cookie(name, value, "/", null, true, false, "Lax", null);
    }

    /** For this path and what is below. */
    public Cookie path(String path) {
        checkAttribute("path", path);
        return new Cookie(name, value, path, domain, httpOnly, secure, sameSite, maxAge);
    }

    /** For this host and what is below; without, for the host that sets it alone. */
    public Cookie domain(String domain) {
        checkAttribute("domain", domain);
        return new Cookie(name, value, path, domain, httpOnly, secure, sameSite, maxAge);
    }

    /** Whether scripts do not see it. */
    public Cookie httpOnly(boolean httpOnly) {
        return new Cookie(name, value, path, domain, httpOnly, secure, sameSite, maxAge);
    }

    /** Whether it is sent by TLS only. */
    public Cookie secure(boolean secure) {
        return new Cookie(name, value, path, domain, httpOnly, secure, sameSite, maxAge);
    }

    /**
     * Whether it is sent with requests from other sites.
     *
     * @param sameSite {@code Strict}, {@code Lax} or {@code None}, which makes it {@link #secure} as browsers want
     * @throws IllegalArgumentException for anything else
     */
    public Cookie sameSite(String sameSite) {
        String known =
                switch (sameSite.toLowerCase(Locale.ROOT)) {
                    case "strict" -> "Strict";
                    case "lax" -> "Lax";
                    case "none" -> "None";
                    default -> throw new IllegalArgumentException("sameSite is Strict, Lax or None, not " + sameSite);
                };
        return new Cookie(name, value, path, domain, httpOnly, secure || known.equals("None"), known, maxAge);
    }

    /** How long it is kept, in whole seconds; zero deletes it. */
    public Cookie maxAge(Duration maxAge) {
        Objects.requireNonNull(maxAge, "maxAge");
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge is negative: " + maxAge + "; zero deletes a cookie");
        }
        return new Cookie(name, value, path, domain, httpOnly, secure, sameSite, maxAge);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its value. */
    public String value() {
        return value;
    }

    private static void checkAttribute(String what, String attribute) {
        if (attribute.chars().anyMatch(c -> c < ' ' || c >= 0x7f || c == ';')) {
            throw new IllegalArgumentException("The " + what + " of a cookie cannot be \"" + attribute + "\"");
        }
    }

    /** As {@code Set-Cookie} has it. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(name).append('=').append(value);
        if (maxAge != null) {
            s.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (domain != null) {
            s.append("; Domain=").append(domain);
        }
        if (path != null) {
            s.append("; Path=").append(path);
        }
        if (secure) {
            s.append("; Secure");
        }
        if (httpOnly) {
            s.append("; HttpOnly");
        }
        if (sameSite != null) {
            s.append("; SameSite=").append(sameSite);
        }
        return s.toString();
    }
}
