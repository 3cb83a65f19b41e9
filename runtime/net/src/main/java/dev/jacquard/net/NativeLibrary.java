package dev.jacquard.net;

import io.netty.util.Version;
import io.netty.util.internal.PlatformDependent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Netty's native library of a backend: a dependency of the user's, as other libraries take it when it is there. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Which dependency is missing here, or null if none is. */
    static @Nullable String missing(IoBackend backend) {
        return missing(
                backend,
                PlatformDependent.normalizedOs(),
                PlatformDependent.normalizedArch(),
                NativeLibrary.class.getClassLoader());
    }

    static @Nullable String missing(IoBackend backend, String os, String arch, @Nullable ClassLoader loader) {
        if (backend == IoBackend.NIO) {
            return null;
        }
        if (!os.equals("linux")) {
            return "it is Linux' only";
        }
        String name = backend.name().toLowerCase(Locale.ROOT);
        String file = "META-INF/native/libnetty_transport_native_" + suffix(backend) + arch + ".so";
        boolean there = loader == null ? ClassLoader.getSystemResource(file) != null : loader.getResource(file) != null;
        return there
                ? null
                : "Netty's library for it is not on the class path. Add the dependency"
                        + " io.netty:netty-transport-native-"
                        + name
                        + ":"
                        + version()
                        + ":linux-"
                        + arch
                        + " (the last part is the classifier), scope runtime";
    }

    private static String suffix(IoBackend backend) {
        return backend == IoBackend.EPOLL ? "epoll_" : "io_uring42_";
    }

    private static String version() {
        Version common = Version.identify().get("netty-common");
        return common == null ? "VERSION" : common.artifactVersion();
    }
}
