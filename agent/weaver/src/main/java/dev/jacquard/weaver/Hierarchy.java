package dev.jacquard.weaver;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** Answers who extends whom from class files, without loading a class. */
final class Hierarchy {
    private record Node(@Nullable String superName, String[] interfaces) {}

    private final ClassSource source;
    private final Map<String, @Nullable Node> nodes = new HashMap<>();

    Hierarchy(ClassSource source) {
        this.source = source;
    }

    /** Tells of the class being woven, which the source may not have yet. */
    void know(ClassReader reader) {
        nodes.put(reader.getClassName(), new Node(reader.getSuperName(), reader.getInterfaces()));
    }

    /**
     * Whether a type is known to be the target or below it; false where a class file is missing.
     */
    boolean isSubtype(String type, String target) {
        if (type.equals(target)) {
            return true;
        }
        if (type.startsWith("[") || type.equals(RuntimeNames.OBJECT)) {
            return false;
        }
        if (target.startsWith(RuntimeNames.PREFIX) && isJdk(type)) {
            return false;
        }
        Node node = node(type);
        if (node == null) {
            return false;
        }
        if (node.superName != null && isSubtype(node.superName, target)) {
            return true;
        }
        for (String i : node.interfaces) {
            if (isSubtype(i, target)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a type, or one above it, satisfies a test; what is above a type of the JDK is not
     * looked at, as reading the JDK's class files costs milliseconds.
     */
    boolean reaches(String type, Predicate<String> test) {
        if (test.test(type)) {
            return true;
        }
        if (type.startsWith("[") || isJdk(type)) {
            return false;
        }
        Node node = node(type);
        if (node == null) {
            return false;
        }
        if (node.superName != null && reaches(node.superName, test)) {
            return true;
        }
        for (String i : node.interfaces) {
            if (reaches(i, test)) {
                return true;
            }
        }
        return false;
    }

    /** The class file of a type, or null. */
    byte @Nullable [] classFile(String type) {
        return source.find(type);
    }

    /** Whether all of a type's superclasses are known. */
    boolean isKnown(String type) {
        if (type.equals(RuntimeNames.OBJECT)) {
            return true;
        }
        Node node = node(type);
        if (node == null || (node.superName != null && !isKnown(node.superName))) {
            return false;
        }
        for (String i : node.interfaces) {
            if (!isKnown(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isJdk(String type) {
        return type.startsWith("java/") || type.startsWith("javax/") || type.startsWith("jdk/");
    }

    private @Nullable Node node(String type) {
        if (nodes.containsKey(type)) {
            return nodes.get(type);
        }
        byte[] bytes = source.find(type);
        Node node = null;
        if (bytes != null) {
            ClassReader reader = new ClassReader(bytes);
            node = new Node(reader.getSuperName(), reader.getInterfaces());
        }
        nodes.put(type, node);
        return node;
    }
}
