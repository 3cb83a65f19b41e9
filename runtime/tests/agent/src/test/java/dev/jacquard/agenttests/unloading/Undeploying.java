package dev.jacquard.agenttests.unloading;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An application server: runs a method of an application on its threads, which live on, and then lets go of it.
 * {@code Undeploying SHARED-PATH APPLICATION-PATH CLASS METHOD...}
 */
public final class Undeploying {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

    private Undeploying() {}

    public static void main(String[] args) throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        ClassLoader shared = args[0].isEmpty() ? platform : new URLClassLoader("shared", urls(args[0]), platform);
        for (int i = 3; i < args.length; i++) {
            WeakReference<ClassLoader> loader = deploy(shared, args[1], args[2], args[i]);
            long end = System.nanoTime() + 30_000_000_000L;
            while (loader.get() != null && System.nanoTime() < end) {
                System.gc();
                Thread.sleep(20);
            }
            System.out.println(args[i] + (loader.get() == null ? ": gone" : ": still there"));
        }
        System.exit(0);
    }

    private static WeakReference<ClassLoader> deploy(ClassLoader shared, String path, String type, String method)
            throws Exception {
        URLClassLoader loader = new URLClassLoader("application " + method, urls(path), shared);
        Runnable work = () -> {
            Thread here = Thread.currentThread();
            ClassLoader before = here.getContextClassLoader();
            here.setContextClassLoader(loader);
            try {
                loader.loadClass(type).getMethod(method).invoke(null);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            } finally {
                here.setContextClassLoader(before);
            }
        };
        work.run(); // on this thread, and on one that is idle afterwards
        THREADS.submit(work).get();
        close(loader);
        return new WeakReference<>(loader);
    }

    private static void close(URLClassLoader loader) throws IOException {
        loader.close();
    }

    private static URL[] urls(String path) throws MalformedURLException {
        String[] entries = path.split(File.pathSeparator, -1);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = Path.of(entries[i]).toUri().toURL();
        }
        return urls;
    }
}
