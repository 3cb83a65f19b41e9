package dev.jacquard.subprocess;

import dev.jacquard.EventLoop;
import dev.jacquard.streams.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a process writes to the loop: a thread reads, at most two blocks ahead of what the protocol takes.
 *
 * <p>The thread holds the stream's monitor until the pipe's end has come. For when the process ends, the JDK takes what
 * is in the pipe at that moment and closes it, which would lose what others write that have inherited it; it does that
 * with the stream's monitor, first with that of stdout. So the thread starts the process itself, to have the monitor in
 * time.
 */
final class OutputPump extends Pump {
    private static final int BLOCK = 1 << 16;
    private static final int AHEAD = 2;

    private final Semaphore room = new Semaphore(0); // until it is connected
    private volatile boolean stopped;
    private volatile @Nullable InputStream stream;

    // on the loop's thread
    private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
    private boolean paused;
    private boolean ended;
    private @Nullable IOException error;

    OutputPump(EventLoop loop) {
        super(loop);
    }

    /**
     * Begins to read; nothing is given before {@link #connect}. On any thread.
     *
     * @param process gives it, starts it if need be
     * @param end which of its ends is read
     * @return the process
     */
    Process start(Callable<Process> process, Function<Process, InputStream> end, String name) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(process, end, started), "jacquard-process");
        thread.setDaemon(true);
        thread.start();
        try {
            Process p = started.join();
            thread.setName("jacquard-process-" + p.pid() + "-" + name);
            return p;
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    // ---- on the pump's thread ------------------------------------------------------------------

    private void run(
            Callable<Process> process, Function<Process, InputStream> end, CompletableFuture<Process> started) {
        Process p;
        try {
            p = process.call();
        } catch (Throwable e) {
            started.completeExceptionally(e);
            return;
        }
        InputStream in = end.apply(p);
        synchronized (in) {
            stream = in;
            started.complete(p);
            pump(in);
        }
    }

    private void pump(InputStream in) {
        IOException failure = null;
        try {
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0 && !stopped; n = in.read(block)) {
                byte[] data = Arrays.copyOf(block, n);
                room.acquireUninterruptibly();
                if (stopped) {
                    break;
                }
                loop.callSoonThreadSafe(() -> arrived(data));
            }
        } catch (IOException e) {
            failure = e;
        } catch (IllegalStateException e) {
            stopped = true; // the loop is closed
        }
        closeStream();
        if (!stopped) {
            IOException e = failure;
            post(() -> ended(e));
        }
    }

    private void post(Runnable news) {
        try {
            loop.callSoonThreadSafe(news);
        } catch (IllegalStateException e) {
            // the loop is closed: nobody is there to be told
        }
    }

    private void closeStream() {
        InputStream in = stream;
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // it was read only
        }
    }

    /** Reads no more. On any thread. */
    void stop() {
        stopped = true;
        room.release(AHEAD);
        closeStream();
    }

    // ---- on the loop's thread ------------------------------------------------------------------

    @Override
    void connect(Protocol to, Attention heed) {
        super.connect(to, heed);
        to.connectionMade(this);
        room.release(AHEAD);
        deliver(); // the end, if it has come already
    }

    private void arrived(byte[] block) {
        if (!isLost()) {
            blocks.add(block);
            deliver();
        }
    }

    private void ended(@Nullable IOException e) {
        ended = true;
        error = e;
        deliver();
    }

    private void deliver() {
        Protocol to = protocol;
        while (to != null && !paused && !isLost() && !blocks.isEmpty()) {
            to.dataReceived(ByteBuffer.wrap(blocks.remove()));
            room.release();
        }
        if (to != null && ended && !isLost() && blocks.isEmpty()) {
            if (error == null) {
                to.eofReceived();
            }
            lose(error);
        }
    }

    @Override
    public void pauseReading() {
        if (!paused && !isLost()) {
            paused = true;
            waitingForUs(1);
        }
    }

    @Override
    public void resumeReading() {
        resumed();
        deliver();
    }

    @Override
    void waitNoMore() {
        resumed();
    }

    private void resumed() {
        if (paused) {
            paused = false;
            waitingForUs(-1);
        }
    }

    /** What was not given is dropped; a process that goes on writing gets a broken pipe. */
    @Override
    public void close() {
        if (!stopped) {
            stop();
            blocks.clear();
            loop.callSoon(() -> lose(null));
        }
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public boolean isClosing() {
        return stopped || isLost();
    }

    // ---- it is for reading only ----------------------------------------------------------------

    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException("The output of a process cannot be written");
    }

    @Override
    public void writeEof() {
        throw new UnsupportedOperationException("The output of a process cannot be written");
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public int getWriteBufferSize() {
        return 0;
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {}

    @Override
    public String toString() {
        return "OutputPump[" + (paused ? "paused" : ended ? "ended" : "reading") + "]";
    }
}
