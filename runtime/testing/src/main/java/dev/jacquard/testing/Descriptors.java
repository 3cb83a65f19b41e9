package dev.jacquard.testing;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The file descriptors that this process has open: on Linux by what they are of, elsewhere their number, if the JVM
 * tells.
 */
final class Descriptors {
    private static final String FOLDER = "/proc/self/fd";
    private static final int TRIES = 200;
    private static final long PAUSE_NANOS = 5_000_000;

    private final Map<String, Integer> open;

    private Descriptors(Map<String, Integer> open) {
        this.open = open;
    }

    static Descriptors now() {
        Map<String, Integer> open = new HashMap<>();
        String[] numbers = new File(FOLDER).list();
        if (numbers == null) {
            open.put("descriptor", counted());
        } else {
            for (String n : numbers) {
                String target = target(n);
                if (!isJvms(target)) {
                    open.merge(target, 1, Integer::sum);
                }
            }
        }
        return new Descriptors(open);
    }

    private static String target(String number) {
        try {
            return Files.readSymbolicLink(Path.of(FOLDER, number)).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile, as the one by which the folder is read
        }
    }

    /** The JVM opens class files when it needs them, and files that tell what memory there is. */
    private static boolean isJvms(String target) {
        return target.isEmpty()
                || target.endsWith(".jar")
                || target.endsWith("/modules")
                || target.startsWith("/proc/")
                || target.startsWith("/sys/");
    }

    private static int counted() {
        try {
            Object n = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "OpenFileDescriptorCount");
            return ((Number) n).intValue();
        } catch (JMException e) {
            return 0; // a system without descriptors
        }
    }

    /** What is open now and was not then, when threads have had time to close it. */
    List<String> more() {
        List<String> more = moreThan(now());
        for (int i = 0; !more.isEmpty() && i < TRIES; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            more = moreThan(now());
        }
        return more;
    }

    private List<String> moreThan(Descriptors later) {
        List<String> more = new ArrayList<>();
        later.open.forEach((target, n) -> {
            int excess = n - open.getOrDefault(target, 0);
            if (excess > 0) {
                more.add("Descriptor of " + target + (excess == 1 ? "" : ", " + excess + " times"));
            }
        });
        return more;
    }
}
