package dev.jacquard.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend whose native library nobody has added says which dependency that is. */
class NativeLibraryTest {
    @ParameterizedTest
    @CsvSource({
        "EPOLL, netty-transport-native-epoll, x86_64",
        "EPOLL, netty-transport-native-epoll, aarch_64",
        "IO_URING, netty-transport-native-io_uring, x86_64",
        "IO_URING, netty-transport-native-io_uring, aarch_64"
    })
    void isNamedWhereItIsMissing(IoBackend backend, String artifact, String arch) throws IOException {
        String version = Version.identify().get("netty-common").artifactVersion();
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThat(NativeLibrary.missing(backend, "linux", arch, empty))
                    .contains("io.netty:" + artifact + ":" + version + ":linux-" + arch + " ");
        }
        assertThat(NativeLibrary.missing(backend, "linux", arch, getClass().getClassLoader()))
                .isNull();
    }

    @Test
    void elsewhereThereIsNone() {
        assertThat(NativeLibrary.missing(IoBackend.EPOLL, "osx", "aarch_64", null))
                .isEqualTo("it is Linux' only");
        assertThat(NativeLibrary.missing(IoBackend.NIO, "osx", "aarch_64", null))
                .isNull();
    }

    /** Or Lettuce, Reactor Netty and others would change what they wait with. */
    @Test
    void isNotBroughtAlong() throws IOException {
        assertThat(Files.readAllLines(Path.of("pom.xml")))
                .filteredOn(line -> line.contains("<artifactId>netty-transport-native"))
                .hasSize(4)
                .allMatch(line -> line.contains("<scope>test</scope>"));
    }
}
