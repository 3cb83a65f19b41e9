package dev.jacquard.weavingtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Torture;
import dev.jacquard.weaver.WovenClass;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.Mangling;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.collections4.CollectionUtils;
import org.apache.commons.lang3.StringUtils;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Libraries that are suspended behind every call work as they did. */
class TortureTest {
    private static final List<Class<?>> LIBRARIES =
            List.of(StringUtils.class, CollectionUtils.class, Gson.class, JSONObject.class);

    @AfterEach
    void suspendAllAgain() {
        TortureHook.every = 1;
    }

    @Test
    void librariesWorkSuspendedAtEveryCall() throws Exception {
        Map<String, byte[]> untouched = new LinkedHashMap<>();
        LIBRARIES.forEach(l -> untouched.putAll(Library.of(l)));
        untouched.putAll(Library.withNested(LibraryWork.class));
        List<String> expected = work(loader("untouched", untouched));
        assertThat(expected).hasSizeGreaterThan(80);

        torture(untouched, expected, 5_000, 1, 0, 2, 3, 7);
    }

    /** The same libraries as other tools leave them, each class as another one. */
    @Test
    void mangledLibrariesWorkSuspendedAtEveryCall() throws Exception {
        Map<String, byte[]> untouched = new LinkedHashMap<>();
        LIBRARIES.forEach(l -> untouched.putAll(Library.of(l)));
        untouched.putAll(Library.withNested(LibraryWork.class));
        List<String> expected = work(loader("untouched", untouched));
        List<Map<String, byte[]>> ways =
                List.of(Mangling.cutNames(untouched, 3), Mangling.newFrames(untouched), Mangling.advised(untouched));
        Map<String, byte[]> mangled = new LinkedHashMap<>();
        for (String name : untouched.keySet()) {
            mangled.put(name, ways.get(Math.floorMod(name.hashCode(), 3)).get(name));
        }
        assertThat(work(loader("mangled", mangled))).isEqualTo(expected);
        torture(mangled, expected, 5_000, 1, 3);
    }

    private static void torture(Map<String, byte[]> untouched, List<String> expected, int atLeast, int... everies)
            throws Exception {
        TortureReport report = new TortureReport();
        Map<String, byte[]> classes = weave(untouched, report);
        System.out.println("sha-256 of the woven libraries: " + hash(classes));
        ByteLoader woven = loader("tortured", classes);
        for (String name : untouched.keySet()) {
            try {
                verify(name, woven);
            } catch (LinkageError | ClassNotFoundException e) {
                if (!(e instanceof NoClassDefFoundError)) { // of optional dependencies
                    report.failed(name, e);
                }
            }
        }
        System.out.println(report);
        assertThat(report.failed).isEmpty();
        assertThat(report.share()).isGreaterThanOrEqualTo(95);
        for (int every : everies) {
            TortureHook.every = every;
            long before = TortureHook.suspensions();
            assertThat(work(woven)).as("suspended at every " + every).isEqualTo(expected);
            long suspensions = TortureHook.suspensions() - before;
            System.out.println("every " + every + ": " + suspensions + " suspensions");
            assertThat(suspensions > atLeast).isEqualTo(every != 0);
        }
    }

    private static Map<String, byte[]> weave(Map<String, byte[]> untouched, TortureReport report) {
        ClassSource platform = ClassSource.of(TortureTest.class.getClassLoader());
        Torture torture = new Torture(name -> untouched.containsKey(name) ? untouched.get(name) : platform.find(name));
        Map<String, byte[]> woven = new LinkedHashMap<>(untouched);
        untouched.forEach((name, bytes) -> {
            try {
                WovenClass w = torture.weave(bytes);
                report.add(bytes, w);
                if (w != null) {
                    woven.put(name, w.bytes());
                    woven.putAll(w.coroutines());
                }
            } catch (RuntimeException | LinkageError e) {
                report.failed(name, e);
            }
        });
        return woven;
    }

    /** Equal before and after a change of the weaver that is to change nothing; see CONTRIBUTING. */
    private static String hash(Map<String, byte[]> classes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new TreeMap<>(classes).forEach((name, bytes) -> {
            if (!name.startsWith("dev/")) { // ours change with the formatter
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteLoader loader(String name, Map<String, byte[]> classes) {
        return new ByteLoader(name, classes, TortureTest.class.getClassLoader());
    }

    /** Verifies without running the static initialiser, which some classes of the libraries could not. */
    private static void verify(String name, ByteLoader loader) throws ClassNotFoundException {
        Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
        try {
            java.lang.invoke.MethodHandles.Lookup lookup =
                    java.lang.invoke.MethodHandles.privateLookupIn(type, java.lang.invoke.MethodHandles.lookup());
            lookup.ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } catch (ExceptionInInitializerError e) {
            // verified before
        }
    }

    private static List<String> work(ByteLoader loader) throws Exception {
        try {
            Object lines = loader.loadClass(LibraryWork.class.getName())
                    .getMethod("run")
                    .invoke(null);
            @SuppressWarnings("unchecked")
            List<String> list = (List<String>) lines;
            return list;
        } catch (InvocationTargetException e) {
            throw new AssertionError("the work failed", e.getCause());
        }
    }
}
