package dev.jacquard.weavingtests.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Torture;
import dev.jacquard.weaver.WovenClass;
import dev.jacquard.weavingtests.harness.ByteLoader;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

        TortureReport report = new TortureReport();
        ByteLoader woven = loader("tortured", weave(untouched, report));
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
        for (int every : new int[] {1, 0, 2, 3, 7}) {
            TortureHook.every = every;
            long before = TortureHook.suspensions();
            assertThat(work(woven)).as("suspended at every " + every).isEqualTo(expected);
            long suspensions = TortureHook.suspensions() - before;
            System.out.println("every " + every + ": " + suspensions + " suspensions");
            assertThat(suspensions > 5_000).isEqualTo(every != 0);
        }
    }

    private static Map<String, byte[]> weave(Map<String, byte[]> untouched, TortureReport report) {
        ClassSource platform = ClassSource.of(TortureTest.class.getClassLoader());
        Torture torture =
                new Torture(
                        name ->
                                untouched.containsKey(name)
                                        ? untouched.get(name)
                                        : platform.find(name));
        Map<String, byte[]> woven = new LinkedHashMap<>(untouched);
        untouched.forEach(
                (name, bytes) -> {
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

    private static ByteLoader loader(String name, Map<String, byte[]> classes) {
        return new ByteLoader(name, classes, TortureTest.class.getClassLoader());
    }

    /**
     * Verifies without running the static initialiser, which some classes of the libraries could
     * not.
     */
    private static void verify(String name, ByteLoader loader) throws ClassNotFoundException {
        Class<?> type = Class.forName(name.replace('/', '.'), false, loader);
        try {
            java.lang.invoke.MethodHandles.Lookup lookup =
                    java.lang.invoke.MethodHandles.privateLookupIn(
                            type, java.lang.invoke.MethodHandles.lookup());
            lookup.ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        } catch (ExceptionInInitializerError e) {
            // verified before
        }
    }

    private static List<String> work(ByteLoader loader) throws Exception {
        try {
            Object lines =
                    loader.loadClass(LibraryWork.class.getName()).getMethod("run").invoke(null);
            @SuppressWarnings("unchecked")
            List<String> list = (List<String>) lines;
            return list;
        } catch (InvocationTargetException e) {
            throw new AssertionError("the work failed", e.getCause());
        }
    }
}
