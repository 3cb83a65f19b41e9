package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.ByteStream;
import dev.jacquard.testing.bytes.Inbox;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One end of a stream between two hosts. */
public final class Connection implements ByteStream {
    /** How many bytes may be written that the other side has not read. */
    private static final int WINDOW = 1 << 16;

    private final Host local;
    private final Host remote;
    private final int port;
    private final Route route;
    private final Inbox inbox;
    private @Nullable Connection peer;
    private @Nullable Promise<Connection> opening;
    private int unread; // what this side has sent and the other has not read
    private boolean ended;
    private boolean writing;
    private @Nullable String broken;
    private AsyncEvent room = new AsyncEvent();
    private Runnable closed = () -> {};

    Connection(Host local, Host remote, int port, Route route) {
        this.local = local;
        this.remote = remote;
        this.port = port;
        this.route = route;
        this.inbox = new Inbox(n -> peer().wasRead(n));
    }

    void join(Connection other) {
        peer = other;
    }

    private Connection peer() {
        Connection p = peer;
        if (p == null) {
            throw new IllegalStateException("not joined");
        }
        return p;
    }

    /** It exists on its side from now on. */
    void opened() {
        local.connections().add(this);
        closed = local.net().loop().opened(this);
    }

    /** It is gone on its side; returns whether it was there. */
    private boolean leave() {
        closed.run();
        return local.connections().remove(this);
    }

    /** The host on this side. */
    public Host local() {
        return local;
    }

    /** The host on the other side. */
    public Host remote() {
        return remote;
    }

    Route route() {
        return route;
    }

    /** Waits until it is made; if it breaks before, that is thrown. */
    @Async
    Coroutine<Connection> untilOpen(Promise<Connection> made) throws IOException {
        opening = made;
        try {
            return Coroutine.of(await(made, IOException.class));
        } finally {
            opening = null;
        }
    }

    // ---- the user's side -----------------------------------------------------------------------

    @Override
    public Coroutine<byte[]> read(int max) throws IOException {
        return inbox.read(max);
    }

    @Override
    @Async
    public Coroutine<Void> write(byte[] bytes) throws IOException {
        if (writing) {
            throw new IllegalStateException("Another task is writing to " + this);
        }
        writing = true;
        try {
            int done = 0;
            do {
                checkWritable();
                int part = Math.min(WINDOW - unread, bytes.length - done);
                if (part > 0) {
                    send(java.util.Arrays.copyOfRange(bytes, done, done + part));
                    done += part;
                } else if (done < bytes.length) {
                    await(room.waitAsync());
                }
            } while (done < bytes.length);
        } finally {
            writing = false;
        }
        return Coroutine.done();
    }

    private void checkWritable() throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
        if (ended) {
            throw new IOException("The stream was closed on this side");
        }
    }

    private void send(byte[] bytes) {
        if (route.breaks()) {
            local.net().tell("connection " + this + " is lost");
            lost();
            return;
        }
        unread += bytes.length;
        route.send(
                bytes.length, () -> "receives " + Packets.text(bytes) + " from " + local.name(), () -> peer().received(
                                bytes));
    }

    private void received(byte[] bytes) {
        if (broken == null) {
            if (local.net().isRecording()) {
                local.net().tell(remote.name() + " -> " + local.name() + ": " + Packets.text(bytes));
            }
            inbox.add(bytes);
        }
    }

    private void wasRead(int bytes) {
        unread -= bytes;
        tellRoom();
    }

    private void tellRoom() {
        room.set();
        room = new AsyncEvent();
    }

    @Override
    public Coroutine<Void> closeOutput() {
        if (!ended && broken == null) {
            ended = true;
            route.send(1, () -> "sees the end of what " + local.name() + " sends", () -> peer().inbox
                    .end());
        }
        return Coroutine.done();
    }

    @Override
    public Coroutine<Void> closeAsync() {
        boolean first = leave();
        ended = true;
        inbox.close();
        if (first && broken == null) {
            route.send(1, () -> "sees that " + local.name() + " has closed the stream", () -> peer().closedThere());
        }
        return Coroutine.done();
    }

    private void closedThere() {
        inbox.end();
        if (broken == null) {
            broken = "The stream was closed on the other side";
            tellRoom();
        }
        failOpening("Connection refused: " + remote.name() + " has closed it");
    }

    // ---- faults --------------------------------------------------------------------------------

    /** Both sides lose it at once. */
    void lost() {
        String why = "The connection " + local.name() + " - " + remote.name() + " was lost";
        breakWith(why);
        peer().breakWith(why);
    }

    /** The host on this side crashes; the other one gets the news later. */
    void crashed() {
        breakWith("The host " + local.name() + " has crashed");
        route.send(1, () -> "sees that " + local.name() + " has crashed", () -> peer().breakWith(
                        "Connection reset by " + local.name()));
    }

    void breakWith(String why) {
        leave();
        inbox.breakWith(why);
        if (broken == null) {
            broken = why;
            tellRoom();
        }
        failOpening(why);
    }

    private void failOpening(String why) {
        Promise<Connection> o = opening;
        if (o != null && !o.isDone()) {
            o.setException(new IOException(why));
        }
    }

    @Override
    public String toString() {
        return "Connection[" + local.name() + " - " + remote.name() + ", port " + port + "]";
    }
}
