package dev.jacquard.agent;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines coroutine classes beside the class that is being woven: same loader, same package, same protection domain.
 *
 * <p>{@link ClassLoader}{@code .defineClass} is protected; {@link Instrumentation#redefineModule} opens java.lang to
 * the agent. That is silent on every JDK, works for modules and for custom loaders, and needs no Unsafe.
 *
 * <p>A class may come here twice: two threads of a loader that does not lock load it at once, or its definition failed
 * and is tried again, or another agent transforms it. Its coroutine classes are then there already, and as the weaver
 * gives the same bytes for the same input, they are right.
 */
final class CoroutineClasses {
    private static final String JSHELL = "REPL/$JShell$";

    private final Instrumentation instrumentation;
    private final Method defineClass;
    private final Method findLoadedClass;

    /** Per loader and coroutine class a digest of what was defined: a hot swap may want something else. */
    private final Map<ClassLoader, Map<String, Integer>> defined = new WeakHashMap<>();

    CoroutineClasses(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(CoroutineClasses.class.getModule())),
                Set.of(),
                Map.of());
        try {
            defineClass = ClassLoader.class.getDeclaredMethod(
                    "defineClass", String.class, byte[].class, int.class, int.class, ProtectionDomain.class);
            defineClass.setAccessible(true);
            findLoadedClass = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
            findLoadedClass.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("java.lang.ClassLoader has changed", e);
        }
    }

    /** Defines those that are not there yet. */
    void define(ClassLoader loader, @Nullable ProtectionDomain domain, Map<String, byte[]> classFiles) {
        for (Map.Entry<String, byte[]> entry : classFiles.entrySet()) {
            define(loader, domain, entry.getKey(), entry.getValue());
        }
    }

    /**
     * The woven class is transformed again: its coroutine classes stay, or follow if a debugger has changed the method.
     *
     * @return false if they cannot follow
     */
    boolean redefine(ClassLoader loader, @Nullable ProtectionDomain domain, Map<String, byte[]> classFiles)
            throws UnmodifiableClassException, ClassNotFoundException {
        for (Map.Entry<String, byte[]> entry : classFiles.entrySet()) {
            String name = entry.getKey();
            byte[] classFile = entry.getValue();
            Class<?> existing = find(loader, name);
            if (existing == null) {
                define(loader, domain, name, classFile);
            } else if (!isDefinedAs(loader, name, classFile)) {
                try {
                    instrumentation.redefineClasses(new ClassDefinition(existing, classFile));
                } catch (UnsupportedOperationException e) {
                    if (name.startsWith(JSHELL)) {
                        return false; // which then defines another class
                    }
                    Console.say("The new code cannot be swapped in: it has other awaits, or keeps other"
                            + " variables across them, and "
                            + existing.getName()
                            + " cannot get other members. Restart the program.");
                    return false;
                }
                remember(loader, name, classFile);
            }
        }
        return true;
    }

    private void define(ClassLoader loader, @Nullable ProtectionDomain domain, String name, byte[] classFile) {
        try {
            defineClass.invoke(loader, name.replace('/', '.'), classFile, 0, classFile.length, domain);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof LinkageError) || find(loader, name) == null) {
                throw new LinkageError("Cannot define " + name, e.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("java.lang is not open to the agent", e);
        }
        remember(loader, name, classFile);
    }

    private @Nullable Class<?> find(ClassLoader loader, String name) {
        try {
            return (Class<?>) findLoadedClass.invoke(loader, name.replace('/', '.'));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Cannot ask " + loader, e);
        }
    }

    private void remember(ClassLoader loader, String name, byte[] classFile) {
        synchronized (defined) {
            Map<String, Integer> names = defined.get(loader);
            if (names == null) {
                names = new HashMap<>();
                defined.put(loader, names);
            }
            names.put(name, Arrays.hashCode(classFile));
        }
    }

    private boolean isDefinedAs(ClassLoader loader, String name, byte[] classFile) {
        synchronized (defined) {
            Map<String, Integer> names = defined.get(loader);
            Integer digest = names == null ? null : names.get(name);
            return digest != null && digest == Arrays.hashCode(classFile);
        }
    }
}
