package dev.jacquard.web;

import java.util.Set;

/** What can be written as a header; refused where it is set, since Vert.x would only find out when it writes. */
final class HeaderChecks {
    private static final String SEPARATORS = "!#$%&'*+-.^_`|~";

    /** The server's own: how long a body is and whether the connection goes on is not the handler's. */
    private static final Set<String> OURS = Set.of("transfer-encoding", "connection", "upgrade", "keep-alive");

    private HeaderChecks() {}

    static void check(String name, String value) {
        checkToken("The name of a header", name);
        if (OURS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("The header " + name + " is set by the server");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("The value of the header " + name
                        + " has the character U+" + String.format("%04X", (int) c) + " at " + i
                        + ", which no header can have; encode it");
            }
        }
    }

    static void checkToken(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isToken(name.charAt(i))) {
                throw new IllegalArgumentException(
                        what + " has the character U+" + String.format("%04X", (int) name.charAt(i)) + ": " + name);
            }
        }
    }

    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SEPARATORS.indexOf(c) >= 0;
    }
}
