package dev.jacquard.agent;

import dev.jacquard.weaver.ClassSource;
import dev.jacquard.weaver.Weaver;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weaver.WovenClass;
import dev.jacquard.weaver.model.ConstantPoolScan;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.TreeSet;

/** Classes that were loaded before the agent came, and would have been woven. */
final class EarlyClasses {
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private EarlyClasses() {}

    /** Their names, in order. */
    static List<String> names(Instrumentation instrumentation) {
        TreeSet<String> names = new TreeSet<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if (loader == null || loader == PLATFORM || type.isArray() || type.isHidden()) {
                continue;
            }
            String name = type.getName().replace('.', '/');
            if (!JacquardTransformer.isRuntime(name) && isToBeWoven(loader, name)) {
                names.add(type.getName());
            }
        }
        return List.copyOf(names);
    }

    private static boolean isToBeWoven(ClassLoader loader, String name) {
        ClassSource source = ClassSource.of(loader);
        byte[] classFile = source.find(name);
        if (classFile == null || !ConstantPoolScan.mentionsJacquard(classFile) || ConstantPoolScan.isWoven(classFile)) {
            return false;
        }
        WovenClass woven = new Weaver(WeaverOptions.DEFAULT, source).weave(classFile, name);
        return woven != null && !woven.methods().isEmpty();
    }
}
