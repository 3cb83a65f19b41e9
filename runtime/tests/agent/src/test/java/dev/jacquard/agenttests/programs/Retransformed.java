package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.run;

import java.lang.instrument.ClassDefinition;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Woven classes are transformed again: by another agent, and by a debugger that swaps in new code. */
public final class Retransformed {
    private Retransformed() {}

    public static void main(String[] args) throws Exception {
        Shop shop = new Shop(0);
        System.out.println(run(shop.total(List.of("tea"))));
        String members = Arrays.toString(Shop.class.getDeclaredMethods());
        Spy.instrumentation().retransformClasses(Shop.class);
        System.out.println(run(shop.total(List.of("tea"))));
        System.out.println(Arrays.toString(Shop.class.getDeclaredMethods()).equals(members));

        Path old = Path.of(args[0]);
        Path changed = Path.of(args[1]);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {old.toUri().toURL()})) {
            Class<?> swapped = loader.loadClass("Swapped");
            Callable<Object> call = () -> {
                Method method = swapped.getMethod("run");
                return method.invoke(null);
            };
            System.out.println(call.call());
            Spy.instrumentation()
                    .redefineClasses(
                            new ClassDefinition(swapped, Files.readAllBytes(changed.resolve("Swapped.class"))));
            System.out.println(call.call());
        }
    }
}
