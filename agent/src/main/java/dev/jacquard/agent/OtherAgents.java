package dev.jacquard.agent;

import dev.jacquard.weaver.model.RuntimeNames;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Agents that have been started before this one: the JVM has loaded the class that their manifest names, with the
 * loader of the class path.
 */
final class OtherAgents {
    private final Instrumentation instrumentation;

    /** File names of their jars, and whether they may change classes that are loaded already. */
    private final Map<String, Boolean> before;

    OtherAgents(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        this.before = started();
    }

    boolean anyRetransforms() {
        return before.containsValue(true);
    }

    /**
     * Called when the weaver is one of the early transformers, for the sake of an agent before it: another early one
     * behind it then gets woven classes.
     */
    void tellOfLateOnes() {
        started().forEach((jar, retransforms) -> {
            if (!retransforms && !before.containsKey(jar)) {
                Console.say("The agent "
                        + jar
                        + " comes after jacquard-agent, and "
                        + String.join(", ", retransforming())
                        + " before it: so "
                        + jar
                        + " sees woven classes. Put its -javaagent"
                        + " before that of jacquard-agent.");
            }
        });
    }

    private Set<String> retransforming() {
        Set<String> jars = new LinkedHashSet<>();
        before.forEach((jar, retransforms) -> {
            if (retransforms) {
                jars.add(jar);
            }
        });
        return jars;
    }

    private Map<String, Boolean> started() {
        Map<String, Boolean> found = new LinkedHashMap<>();
        Set<File> seen = new HashSet<>();
        ClassLoader system = ClassLoader.getSystemClassLoader();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == system
                    && !type.isArray()
                    && !type.getName().startsWith(RuntimeNames.PREFIX.replace('/', '.'))) {
                File jar = jar(type);
                if (jar != null && seen.add(jar)) {
                    add(jar, found);
                }
            }
        }
        return found;
    }

    private static @Nullable File jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            File file = new File(source.getLocation().toURI());
            return file.isFile() ? file : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null; // no file
        }
    }

    private static void add(File jar, Map<String, Boolean> found) {
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            if (main.getValue("Premain-Class") != null || main.getValue("Agent-Class") != null) {
                String retransforms = main.getValue("Can-Retransform-Classes");
                found.put(jar.getName(), "true".equalsIgnoreCase(retransforms));
            }
        } catch (IOException e) {
            // no jar, so no agent
        }
    }
}
