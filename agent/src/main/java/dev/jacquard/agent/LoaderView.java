package dev.jacquard.agent;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.model.RuntimeNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a class loader can see. Class files are read as its resources, so nothing is loaded; those of the runtime are
 * kept, since the weaver asks for them with each class. Does not refer to the loader, which can be collected.
 */
final class LoaderView {
    /** What the weaver asks for to know whether tests can be among the classes. */
    private static final String TEST_KIT = RuntimeNames.WOVEN_TESTS;

    private final boolean seesRuntime;
    private volatile boolean hasNoTestKit;
    private final Map<String, byte[]> runtimeClasses = new ConcurrentHashMap<>();

    private LoaderView(boolean seesRuntime) {
        this.seesRuntime = seesRuntime;
    }

    /**
     * Looks for the runtime, and says so if a loader cannot find it.
     *
     * @param className a class of that loader, as an example
     */
    static LoaderView of(ClassLoader loader, String className) {
        try {
            Class.forName(JacquardTransformer.FRAME, false, loader);
            return new LoaderView(true);
        } catch (ClassNotFoundException | LinkageError e) {
            Console.say(className.replace('/', '.')
                    + " mentions Jacquard, but its class loader "
                    + loader
                    + " does not find "
                    + JacquardTransformer.FRAME
                    + ": classes of this loader are left as they are. Put jacquard-core on"
                    + " its class path.");
            return new LoaderView(false);
        }
    }

    boolean seesRuntime() {
        return seesRuntime;
    }

    ClassSource source(ClassLoader loader) {
        return name -> {
            boolean isTestKit = name.equals(TEST_KIT);
            if (isTestKit && hasNoTestKit) {
                return null; // a look at the whole class path, which production needs once
            }
            byte[] known = runtimeClasses.get(name);
            if (known != null) {
                return known;
            }
            byte[] classFile = read(loader, name);
            if (classFile == null) {
                hasNoTestKit |= isTestKit;
            } else if (isTestKit || JacquardTransformer.isRuntime(name)) {
                runtimeClasses.put(name, classFile);
            }
            return classFile;
        };
    }

    private static byte @Nullable [] read(ClassLoader loader, String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }
}
