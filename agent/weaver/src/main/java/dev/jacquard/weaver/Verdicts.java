package dev.jacquard.weaver;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What earlier tries at a class have found out about its methods, by name and descriptor. */
final class Verdicts {
    /** Those that are refused, with the diagnostic. */
    final Map<String, Diagnostic> refused = new LinkedHashMap<>();

    /** Those whose loops are not copied, since the bodies would be too large. */
    final Set<String> plain = new HashSet<>();
}
