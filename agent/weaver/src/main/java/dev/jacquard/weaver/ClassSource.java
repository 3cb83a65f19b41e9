package dev.jacquard.weaver;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where the weaver finds the class files that it asks about: it never loads a class. */
@FunctionalInterface
public interface ClassSource {
    /**
     * The class file of a class.
     *
     * @param internalName such as {@code com/acme/Shop}
     * @return its bytes, or null if there is none
     */
    byte @Nullable [] find(String internalName);

    /** Reads through a class loader's resources; null stands for the bootstrap loader. */
    static ClassSource of(@Nullable ClassLoader loader) {
        return name -> {
            String path = name + ".class";
            try (InputStream in =
                    loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                return null;
            }
        };
    }
}
