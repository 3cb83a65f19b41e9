package dev.jacquard.weaver.model;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** What is asked of a method of a class file. */
public final class Methods {
    private Methods() {}

    /** Its first line in the source, or 0. */
    public static int firstLine(MethodNode method) {
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof LineNumberNode l) {
                return l.line;
            }
        }
        return 0;
    }

    /** Whether it is annotated with {@code @Async}; compilers copy annotations to bridges. */
    public static boolean isAsync(MethodNode method) {
        return (method.access & Opcodes.ACC_BRIDGE) == 0 && has(method.visibleAnnotations, RuntimeNames.ASYNC);
    }

    private static boolean has(@Nullable Iterable<AnnotationNode> annotations, String descriptor) {
        if (annotations != null) {
            for (AnnotationNode a : annotations) {
                if (a.desc.equals(descriptor)) {
                    return true;
                }
            }
        }
        return false;
    }
}
