package dev.jacquard.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that says and hears frames. */
final class Peer implements AutoCloseable {
    private static final int MILLIS = 8_000;
    private static final int SMALL = 4096;

    final Socket socket;
    final String head;
    private boolean answers;

    Peer(Served server, String path, String... headers) throws Exception {
        this(server.connect(), path, headers);
    }

    private Peer(Socket socket, String path, String... headers) throws Exception {
        this.socket = socket;
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write(("GET " + path
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + more
                                + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        head = Served.readUntil(socket.getInputStream(), "\r\n\r\n");
    }

    /** One that has little room for what it does not read. */
    static Peer small(Served server, String path) throws Exception {
        Socket s = new Socket();
        s.setReceiveBufferSize(SMALL);
        s.setSoTimeout(MILLIS);
        s.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port()));
        return new Peer(s, path);
    }

    /** Answers pings when it hears them. */
    Peer answering() {
        answers = true;
        return this;
    }

    /** Sends bytes as they are. */
    Peer raw(int... bytes) throws IOException {
        byte[] b = new byte[bytes.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) bytes[i];
        }
        socket.getOutputStream().write(b);
        return this;
    }

    Peer send(int first, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) first;
        frame[1] = (byte) (0x80 | payload.length); // and a mask of zeros
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
        return this;
    }

    Peer text(String text) throws IOException {
        return send(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    Peer goodbye(int code) throws IOException {
        return send(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** The next text, or the status of a close frame, or "eof". */
    String hear() throws IOException {
        while (true) {
            InputStream in = socket.getInputStream();
            int first;
            try {
                first = in.read();
            } catch (java.net.SocketException e) {
                return "eof";
            }
            if (first < 0) {
                return "eof";
            }
            byte[] payload = in.readNBytes(length(in));
            if ((first & 15) == 8) {
                return "close " + ((payload[0] & 255) << 8 | payload[1] & 255)
                        + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            }
            if ((first & 15) != 9) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if (answers) {
                send(0x8A, payload);
            }
        }
    }

    /** The payload of the next frame, which has to begin so. */
    byte[] frame(int first) throws IOException {
        InputStream in = socket.getInputStream();
        int found = in.read();
        if (found != first) {
            throw new IOException("a frame of " + found + ", not " + first);
        }
        return in.readNBytes(length(in));
    }

    private static int length(InputStream in) throws IOException {
        int length = in.read();
        return length == 126 ? in.read() << 8 | in.read() : length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
