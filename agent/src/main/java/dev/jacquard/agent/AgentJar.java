package dev.jacquard.agent;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the agent's own jar is. */
final class AgentJar {
    private AgentJar() {}

    static String path() {
        try {
            return Path.of(AgentJar.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where the agent's jar is", e);
        }
    }
}
