package dev.jacquard.weaver.select;

import dev.jacquard.weaver.model.Hierarchy;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which annotations an annotation carries, and those again: read from class files, nothing is loaded. A class file that
 * is missing carries none.
 *
 * <p>Only where the test kit is to be found: in production nothing is read. Annotations that decide by themselves (the
 * JDK's, ours, those of test frameworks) are not looked into.
 */
final class MetaAnnotations {
    private static final String[] FRAMEWORKS = {
        "Lorg/junit/", "Lorg/testng/annotations/", "Lnet/jqwik/api/", "L" + RuntimeNames.TEST_KIT
    };

    private final Hierarchy hierarchy;
    private final Map<String, Set<String>> known = new HashMap<>();
    private @Nullable Boolean testKit;

    MetaAnnotations(Hierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    /** The annotation itself, and all above it. */
    Set<String> with(String desc) {
        if (isFinal(desc)) {
            return Set.of(desc);
        }
        return known.computeIfAbsent(desc, d -> seesTestKit() ? closure(d) : Set.of(d));
    }

    private static boolean isFinal(String desc) {
        return desc.startsWith("Ljava/")
                || desc.equals(RuntimeNames.ASYNC)
                || desc.equals(RuntimeNames.SUPPRESS)
                || isFrameworks(desc);
    }

    /** Whether an annotation is one of a test framework. */
    static boolean isFrameworks(String desc) {
        for (String prefix : FRAMEWORKS) {
            if (desc.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the test kit is to be found. */
    boolean seesTestKit() {
        Boolean sees = testKit;
        if (sees == null) {
            sees = hierarchy.has(RuntimeNames.WOVEN_TESTS);
            testKit = sees;
        }
        return sees;
    }

    private Set<String> closure(String desc) {
        Set<String> all = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(desc));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            if (all.add(next) && !isFinal(next)) {
                open.addAll(on(next));
            }
        }
        return all;
    }

    private List<String> on(String desc) {
        List<String> found = new ArrayList<>();
        ClassReader reader = hierarchy.read(Type.getType(desc).getInternalName());
        if (reader != null) {
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9) {
                        @Override
                        public @Nullable AnnotationVisitor visitAnnotation(String carried, boolean visible) {
                            if (visible) {
                                found.add(carried);
                            }
                            return null;
                        }
                    },
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return found;
    }
}
