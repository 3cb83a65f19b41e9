package dev.jacquard.weavingtests.harness;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Class files after weaving.
 *
 * @param classes all of them, with the coroutine classes, by internal name
 * @param methods what was woven, as {@code class.name+descriptor}
 * @param diagnostics what the weaver said
 */
public record Weaving(Map<String, byte[]> classes, List<String> methods, List<Diagnostic> diagnostics) {

    /** Weaves class files that may refer to each other. */
    public static Weaving of(Map<String, byte[]> plain) {
        return of(plain, WeaverOptions.DEFAULT);
    }

    /** Weaves with other options. */
    public static Weaving of(Map<String, byte[]> plain, WeaverOptions options) {
        ClassSource platform = ClassSource.of(Weaving.class.getClassLoader());
        ClassSource source = name -> {
            byte[] own = plain.get(name);
            return own != null ? own : platform.find(name);
        };
        Weaver weaver = new Weaver(options, source);
        Map<String, byte[]> classes = new LinkedHashMap<>();
        List<String> methods = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        plain.forEach((name, bytes) -> {
            WovenClass woven = weaver.weave(bytes);
            if (woven == null) {
                classes.put(name, bytes);
            } else {
                classes.put(name, woven.bytes());
                classes.putAll(woven.coroutines());
                woven.methods().forEach(m -> methods.add(name + "." + m));
                diagnostics.addAll(woven.diagnostics());
            }
        });
        return new Weaving(classes, methods, diagnostics);
    }

    /** The diagnostics that are errors. */
    public List<Diagnostic> refusals() {
        return diagnostics.stream().filter(d -> d.problem().isError()).toList();
    }
}
