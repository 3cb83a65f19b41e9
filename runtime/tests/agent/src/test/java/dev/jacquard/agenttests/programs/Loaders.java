package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.run;

import dev.jacquard.Coroutine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Classes of custom loaders: one that does not see the runtime, one that loads in parallel without any lock. */
public final class Loaders {
    private static final String SHOP = Shop.class.getName();

    private Loaders() {}

    /** Defines {@link Shop} itself and asks a parent for the rest. */
    static class Copying extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        Copying(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(SHOP)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        Class<?> define(String name) throws ClassNotFoundException {
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream in = Loaders.class.getResourceAsStream(file)) {
                byte[] classFile = in.readAllBytes();
                return defineClass(name, classFile, 0, classFile.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Copying blind = new Copying(ClassLoader.getPlatformClassLoader());
        System.out.println(blind.loadClass(SHOP).getName());
        blind.define(Hello.class.getName());

        for (int round = 0; round < 20; round++) {
            racing();
        }
        Copying seeing = new Copying(Loaders.class.getClassLoader());
        Class<?> shop = seeing.loadClass(SHOP);
        Object coroutine =
                shop.getMethod("lambda").invoke(shop.getConstructor(long.class).newInstance(0L));
        System.out.println(run((Coroutine<?>) coroutine));
    }

    /** Many threads define one class at once: one wins, and the class works. */
    private static void racing() throws Exception {
        Copying loader = new Copying(Loaders.class.getClassLoader());
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger won = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    loader.define(SHOP);
                    won.incrementAndGet();
                } catch (LinkageError e) {
                    // another thread was first
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        if (won.get() != 1) {
            throw new AssertionError(won + " threads have defined the class");
        }
        Class<?> shop = loader.loadClass(SHOP);
        run((Coroutine<?>)
                shop.getMethod("lambda").invoke(shop.getConstructor(long.class).newInstance(0L)));
    }
}
