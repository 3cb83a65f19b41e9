package dev.jacquard.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A self-signed certificate with its key, made by the JDK's keytool, as PEM files and as a store. */
record Certificates(Path chain, Path key, Path store) {
    static final char[] PASSWORD = "changeit".toCharArray();

    /** For localhost and 127.0.0.1. */
    static final Certificates LOCALHOST = make("localhost", "dns:localhost,ip:127.0.0.1");

    /** For other.example. */
    static final Certificates OTHER = make("other.example", "dns:other.example");

    private static Certificates make(String name, String names) {
        try {
            Path folder = Files.createTempDirectory("jacquard-tls");
            Path store = folder.resolve("store.p12");
            keytool(name, names, store);
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                loaded.load(in, PASSWORD);
            }
            Certificates made = new Certificates(folder.resolve("cert.pem"), folder.resolve("key.pem"), store);
            write(made.chain, "CERTIFICATE", loaded.getCertificate("it").getEncoded());
            write(made.key, "PRIVATE KEY", loaded.getKey("it", PASSWORD).getEncoded());
            for (Path file : new Path[] {folder, store, made.chain, made.key}) {
                file.toFile().deleteOnExit();
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String name, String names, Path store) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-validity",
                        "36500",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN "
                        + what
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + what
                        + "-----\n");
    }

    /** The key, encrypted with a password. */
    Path encryptedKey(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD);
        }
        SecretKey secret = SecretKeyFactory.getInstance("PBEWithSHA1AndDESede")
                .generateSecret(new PBEKeySpec(password.toCharArray()));
        Cipher cipher = Cipher.getInstance("PBEWithSHA1AndDESede");
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        byte[] encrypted = cipher.doFinal(loaded.getKey("it", PASSWORD).getEncoded());
        write(
                file,
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded());
        return file;
    }

    /** A server's TLS with this certificate. */
    Tls.Builder server() {
        return Tls.forServer().certificate(chain, key);
    }

    /** A client's TLS that trusts this certificate. */
    Tls.Builder client() {
        return Tls.forClient().trust(chain);
    }
}
