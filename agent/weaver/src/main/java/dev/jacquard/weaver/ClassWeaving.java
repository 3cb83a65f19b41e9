package dev.jacquard.weaver;

import dev.jacquard.weaver.model.DamagedClassException;
import dev.jacquard.weaver.model.Hierarchy;
import dev.jacquard.weaver.model.RuntimeNames;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;

/**
 * Weaves one class: reads it, and lets the {@link Passes} go over it. A method that turns out not to be weavable is
 * reported, and the class is woven again, from its class file, without it.
 */
final class ClassWeaving {
    private final byte[] classFile;
    private final Hierarchy hierarchy;
    private final WeaverOptions options;
    private final boolean torture;

    private final Verdicts verdicts = new Verdicts();

    ClassWeaving(byte[] classFile, Hierarchy hierarchy, WeaverOptions options, boolean torture) {
        this.classFile = classFile;
        this.hierarchy = hierarchy;
        this.options = options;
        this.torture = torture;
    }

    /** The woven class, or null if nothing is to be done or said. */
    @Nullable
    WovenClass weave() {
        ClassReader reader = new ClassReader(classFile);
        hierarchy.know(reader);
        for (; ; ) {
            ClassNode node = read(reader);
            if (isWoven(node)) {
                return null;
            }
            Passes passes = new Passes(node, classFile, hierarchy, options, torture, verdicts);
            try {
                return passes.run();
            } catch (Passes.Again e) {
                // some method is refused now, or does without copied loops
            }
        }
    }

    private static ClassNode read(ClassReader reader) {
        ClassNode node = new ClassNode(Opcodes.ASM9);
        try {
            reader.accept(node, ClassReader.EXPAND_FRAMES);
        } catch (RuntimeException e) {
            throw new DamagedClassException(e);
        }
        return node;
    }

    private static boolean isWoven(ClassNode node) {
        if (node.visibleAnnotations != null) {
            for (AnnotationNode a : node.visibleAnnotations) {
                if (a.desc.equals(RuntimeNames.WOVEN_CLASS)) {
                    return true;
                }
            }
        }
        return false;
    }
}
