package dev.jacquard.weaver.model;

import dev.jacquard.weaver.ClassSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** Answers who extends whom from class files, without loading a class. */
public final class Hierarchy {
    private record Node(@Nullable String superName, String[] interfaces) {}

    private final ClassSource source;
    private final Map<String, @Nullable Node> nodes = new HashMap<>();

    public Hierarchy(ClassSource source) {
        this.source = source;
    }

    /** Tells of the class being woven, which the source may not have yet. */
    public void know(ClassReader reader) {
        nodes.put(reader.getClassName(), new Node(reader.getSuperName(), reader.getInterfaces()));
    }

    /** Whether a type is known to be the target or below it; false where a class file is missing. */
    public boolean isSubtype(String type, String target) {
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
     * Whether a type, or one above it, satisfies a test; what is above a type of the JDK is not looked at, as reading
     * the JDK's class files costs milliseconds.
     */
    public boolean reaches(String type, Predicate<String> test) {
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

    /**
     * What keeps {@link #isSubtype} from saying yes or no: the first type that is not found, or null if all are known.
     */
    @Nullable
    public String missing(String type, String target) {
        if (type.equals(RuntimeNames.OBJECT) || type.startsWith("[") || type.equals(target) || isJdk(type)) {
            return null;
        }
        Node node = node(type);
        if (node == null) {
            return type;
        }
        String missing = node.superName == null ? null : missing(node.superName, target);
        for (int k = 0; missing == null && k < node.interfaces.length; k++) {
            missing = missing(node.interfaces[k], target);
        }
        return missing;
    }

    /** Reads the class file of a type; null if it is missing or damaged. */
    @Nullable
    public ClassReader read(String type) {
        byte[] bytes = source.find(type);
        if (bytes == null) {
            return null;
        }
        try {
            return ClassHeader.reader(bytes);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether there is a class file of a type. */
    public boolean has(String type) {
        return source.find(type) != null;
    }

    /** Whether all of a type's superclasses are known. */
    public boolean isKnown(String type) {
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
        ClassReader reader = read(type);
        Node node = reader == null ? null : new Node(reader.getSuperName(), reader.getInterfaces());
        nodes.put(type, node);
        return node;
    }
}
