package dev.jacquard.agent;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import dev.jacquard.weaver.model.ConstantPoolScan;
import dev.jacquard.weaver.model.RuntimeNames;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Weaves a class while it is being loaded, and defines its coroutine classes beside it. */
final class LoadTimeWeaving {
    private final AgentOptions options;
    private final boolean early;
    private final CoroutineClasses coroutines;
    private final Set<Problem> silenced;

    private final Map<ClassLoader, LoaderView> views = new WeakHashMap<>();

    /** Versions that have been told of. */
    private final Set<String> tooNew = ConcurrentHashMap.newKeySet();

    /** @param early whether woven classes are what other agents change later */
    LoadTimeWeaving(AgentOptions options, Instrumentation instrumentation, boolean early) {
        this.options = options;
        this.early = early;
        this.silenced = WeaverOptions.silenced(options.silence);
        this.coroutines = new CoroutineClasses(instrumentation);
    }

    /**
     * Weaves one class.
     *
     * @param given its name, or null if whoever defines the class has left that to the class file
     * @param redefined the class as it is loaded, if another agent or a debugger transforms it again
     * @return the woven class file, or null if the class is to stay as it is
     */
    byte @Nullable [] weave(
            ClassLoader loader,
            @Nullable String given,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile)
            throws IOException, UnmodifiableClassException, ClassNotFoundException {
        String name = given;
        if (name == null) {
            Diagnostic damaged = Weaver.check(classFile, "A class");
            if (damaged != null) {
                say(damaged);
                return null;
            }
            name = Weaver.nameOf(classFile);
            if (JacquardTransformer.isRuntime(name)) {
                return null;
            }
        }
        LoaderView view = view(loader, name);
        if (!view.seesRuntime()) {
            return null;
        }
        if (redefined != null && ConstantPoolScan.isWoven(classFile)) {
            switchDirectCallsOff(redefined);
            return null;
        }
        long start = System.nanoTime();
        boolean direct = options.direct && redefined == null;
        WovenClass woven =
                new Weaver(new WeaverOptions(direct, silenced, early), view.source(loader)).weave(classFile, name);
        if (woven == null) {
            return null;
        }
        woven.diagnostics().forEach(this::say);
        if (woven.bytes() == classFile) {
            return null;
        }
        if (redefined == null) {
            coroutines.define(loader, domain, woven.coroutines());
        } else {
            if (!coroutines.redefine(loader, domain, woven.coroutines())) {
                return null;
            }
            switchDirectCallsOff(redefined);
        }
        if (options.dump != null) {
            Dump.write(options.dump, woven);
        }
        if (options.verbose) {
            tell(woven, redefined != null, System.nanoTime() - start);
        }
        return woven.bytes();
    }

    /** A JDK that is too new makes all classes too new: one is told. */
    private void say(Diagnostic diagnostic) {
        if (diagnostic.problem() != Problem.TOO_NEW) {
            Console.say(diagnostic.message());
        } else if (tooNew.add(diagnostic.detail())) {
            Console.say(diagnostic.message() + " Others like it are not told.");
        }
    }

    private LoaderView view(ClassLoader loader, String name) {
        synchronized (views) {
            LoaderView known = views.get(loader);
            if (known != null) {
                return known;
            }
        }
        LoaderView view = LoaderView.of(loader, name); // without a lock: it asks the loader
        synchronized (views) {
            views.put(loader, view);
        }
        return view;
    }

    /** What the other agent has changed (a mock's answer, a probe) must be reached: so by the method's own entry. */
    static void switchDirectCallsOff(Class<?> type) {
        try {
            Class.forName(RuntimeNames.DIRECT.replace('/', '.'), true, type.getClassLoader())
                    .getMethod("switchOff", Class.class)
                    .invoke(null, type);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException i ? i.getCause() : e;
            Console.say("Direct calls of " + type.getName() + " could not be switched off: " + cause);
        }
    }

    private static void tell(WovenClass woven, boolean again, long nanos) {
        StringBuilder text = new StringBuilder(again ? "Woven again " : "Woven ");
        text.append(woven.name().replace('/', '.'))
                .append(" in ")
                .append(nanos / 1000)
                .append(" us:");
        for (String method : woven.methods()) {
            text.append(' ').append(method);
        }
        if (woven.methods().isEmpty()) {
            text.append(" no method");
        }
        Console.say(text.toString());
    }
}
