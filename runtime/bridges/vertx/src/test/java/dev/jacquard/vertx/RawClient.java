package dev.jacquard.vertx;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends bytes as they are; used in threads. */
final class RawClient implements AutoCloseable {
    final Socket socket = new Socket();
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** All until the other side closes the connection. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            all.writeBytes("<reset>".getBytes(StandardCharsets.US_ASCII));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** What comes until a text has come. */
    String readThrough(String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            all.append((char) read());
        }
        return all.toString();
    }

    int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    /** So many bytes. */
    void skip(int bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    /** Closes so that the other side gets a reset. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    // ---- WebSockets ----------------------------------------------------------------------------

    static RawClient webSocket(int port, String path) throws IOException {
        RawClient client = new RawClient(port);
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        String head = client.readThrough("\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        return client;
    }

    /** A masked frame, with a mask of zeros. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** One text. */
    String text() throws IOException {
        read();
        return new String(payload(), StandardCharsets.UTF_8);
    }

    /** What the server says: texts, and in the end the status of its close frame, or that there was none. */
    String heard() throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            for (; ; ) {
                int first = read();
                byte[] payload = payload();
                if ((first & 15) == 8) {
                    int status = payload.length < 2 ? 1005 : (payload[0] & 255) << 8 | payload[1] & 255;
                    return heard.append(status).toString();
                }
                heard.append(new String(payload, StandardCharsets.UTF_8)).append(' ');
            }
        } catch (EOFException | SocketException e) {
            return heard.append(e.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .toString();
        }
    }

    private byte[] payload() throws IOException {
        int length = read();
        if (length == 126) {
            length = read() << 8 | read();
        } else if (length == 127) {
            in.readNBytes(4);
            length = read() << 24 | read() << 16 | read() << 8 | read();
        }
        return in.readNBytes(length);
    }
}
