package dev.jacquard.weaver;

import java.util.List;
import java.util.Map;

/**
 * What weaving one class gave.
 *
 * @param name the class's internal name
 * @param bytes its class file, woven
 * @param coroutines the class files of the coroutine classes that belong to it, by internal name
 * @param methods the methods that were woven, as {@code name+descriptor}
 * @param diagnostics what could not be woven, and warnings
 */
public record WovenClass(
        String name, byte[] bytes, Map<String, byte[]> coroutines, List<String> methods, List<Diagnostic> diagnostics) {

    /** The diagnostics that are errors: a build step fails on them. */
    public List<Diagnostic> refusals() {
        return diagnostics.stream().filter(d -> d.problem().isError()).toList();
    }
}
