package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;

/**
 * A certificate that signs itself, made by the JDK's {@code keytool} for one day.
 *
 * @param keys a key store with the private key
 * @param password of the key store
 */
record Certificate(KeyStore keys, String password) {
    private static final String ALIAS = "server";

    /**
     * Makes one.
     *
     * @param folder where the tool writes it
     * @param address that it is for
     */
    @Async
    static Coroutine<Certificate> make(Path folder, String address) throws IOException {
        return Coroutine.of(await(toThread(() -> makeOnThread(folder, address)), IOException.class));
    }

    private static Certificate makeOnThread(Path folder, String address)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        String password = UUID.randomUUID().toString();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-validity",
                "1",
                "-dname",
                "CN=Jacquard sample",
                "-ext",
                "san=ip:" + address,
                "-storetype",
                "PKCS12",
                "-storepass",
                password,
                "-keystore",
                file.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (InputStream out = keytool.getInputStream()) {
            output = new String(out.readAllBytes(), Charset.defaultCharset());
        }
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool has failed: " + output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password.toCharArray());
        }
        return new Certificate(keys, password);
    }

    /** The side that proves by it who it is. */
    Tls server() {
        return Tls.forServer().certificate(keys, password.toCharArray()).build();
    }

    /** The side that trusts it, and nothing else. It gets the certificate without the key. */
    Tls client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
            return Tls.forClient().trust(trusted).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("A key store in memory should always work", e);
        }
    }

    @Override
    public String toString() {
        return "Certificate[" + ALIAS + "]"; // without the password
    }
}
