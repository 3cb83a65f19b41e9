package dev.jacquard.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Attaches jacquard-agent to the JVM that is about to run tests, if it is on the class path, and classes are there that
 * are not woven. Registered with JUnit's launcher, which calls it before it looks for tests.
 *
 * <p>{@value #PROPERTY}{@code =off}, a system property or in {@code junit-platform.properties}, switches it off.
 */
public final class SelfAttachment implements LauncherSessionListener {
    /** Names the system property: {@code on}, as without it, or {@code off}. */
    public static final String PROPERTY = "jacquard.attach";

    private static final String AGENT = "dev.jacquard.agent.JacquardAgent";
    private static final int PATIENCE_SECONDS = 60;

    /** Made by JUnit. */
    public SelfAttachment() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            Class<?> agent = agent();
            if (agent != null && isOn() && !isInstalled(agent) && UnwovenClasses.areOnClassPath(loader())) {
                attach(Path.of(agent.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
            }
        } catch (Exception e) {
            say("The agent could not be attached: " + e + WAY_OUT);
        }
    }

    private static final String WAY_OUT = " Weave the tests when they are built, or start their JVM with"
            + " -javaagent:jacquard-agent.jar; or switch this off: -D"
            + PROPERTY
            + "=off.";

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }

    /** The system's loader is where an agent's classes always are. */
    private static @Nullable Class<?> agent() {
        try {
            return Class.forName(AGENT, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean isInstalled(Class<?> agent) throws ReflectiveOperationException {
        return (Boolean) agent.getMethod("isInstalled").invoke(null);
    }

    private static boolean isOn() throws IOException {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            Properties ofJUnit = new Properties();
            try (InputStream in = loader().getResourceAsStream("junit-platform.properties")) {
                if (in != null) {
                    ofJUnit.load(in);
                }
            }
            value = ofJUnit.getProperty(PROPERTY, "on");
        }
        return switch (value.strip()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException(PROPERTY + " is '" + value + "', but may be on or off.");
        };
    }

    /** By a process of its own: a JVM may not attach to itself. */
    private static void attach(Path jar) throws IOException, InterruptedException {
        if (!Files.isRegularFile(jar)) {
            say("The agent cannot be attached: " + jar + " is no jar." + WAY_OUT);
            return;
        }
        Path output = Files.createTempFile("jacquard-attach", ".txt");
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            jar.toString(),
                            "dev.jacquard.agent.Main",
                            "attach",
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                say("The agent was not attached within a minute." + WAY_OUT);
            } else if (process.exitValue() != 0) {
                say(Files.readString(output, Charset.defaultCharset()).strip() + WAY_OUT);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void say(String what) {
        System.err.println("[jacquard] " + what);
    }
}
