package dev.jacquard.weavingtests.outside;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** A class file as others see it: all but what is private. */
final class Seen {
    private Seen() {}

    static List<String> of(byte[] classFile) {
        ClassNode node = read(classFile);
        List<String> seen = new ArrayList<>();
        seen.add(node.access + " " + node.name + " " + node.signature + " " + node.superName);
        seen.addAll(node.interfaces);
        seen.add("nest " + node.nestHostClass + " " + node.nestMembers);
        for (MethodNode m : node.methods) {
            if ((m.access & Opcodes.ACC_PRIVATE) == 0) {
                seen.add(m.access + " " + m.name + m.desc + " " + m.signature + m.exceptions);
            }
        }
        for (FieldNode f : node.fields) {
            if ((f.access & Opcodes.ACC_PRIVATE) == 0) {
                seen.add(f.access + " " + f.name + " " + f.desc);
            }
        }
        return seen;
    }

    /** The private methods that are not synthetic: coverage tools and debuggers look at these. */
    static List<String> bodies(byte[] classFile) {
        return read(classFile).methods.stream()
                .filter(Seen::isBody)
                .map(m -> m.name)
                .toList();
    }

    private static boolean isBody(MethodNode m) {
        return (m.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == Opcodes.ACC_PRIVATE
                && m.desc.contains("Ldev/jacquard/woven/Driver;");
    }

    static byte[] withoutBodies(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        node.methods.removeIf(Seen::isBody);
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static ClassNode read(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE);
        return node;
    }
}
