package dev.jacquard.subprocess;

import dev.jacquard.EventLoop;
import dev.jacquard.streams.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Brings what is written to the stdin of a process: a thread of its own writes. */
final class InputPump extends Pump {
    private static final int BLOCK = 1 << 16;
    private static final byte[] END = {};

    private final OutputStream out;
    private final String name;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private volatile boolean aborted;

    // on the loop's thread
    private long pending;
    private int high = 1 << 16;
    private int low = 1 << 14;
    private boolean pausedWriting;
    private boolean closing;

    InputPump(EventLoop loop, OutputStream out, String name) {
        super(loop);
        this.out = out;
        this.name = name;
    }

    @Override
    void connect(Protocol to, Attention heed) {
        super.connect(to, heed);
        waitingForUs(1);
        to.connectionMade(this);
        Thread thread = new Thread(this::pump, name);
        thread.setDaemon(true);
        thread.start();
    }

    // ---- on the pump's thread ------------------------------------------------------------------

    private void pump() {
        IOException failure = null;
        try {
            for (byte[] block = queue.take(); block != END; block = queue.take()) {
                write(block);
                int n = block.length;
                post(() -> written(n));
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("The thread " + name + " was interrupted", e);
        }
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        IOException e = failure;
        post(() -> lose(e));
    }

    private void write(byte[] block) throws IOException {
        for (int at = 0; at < block.length && !aborted; at += BLOCK) {
            out.write(block, at, Math.min(BLOCK, block.length - at));
        }
        if (queue.isEmpty() && !aborted) {
            out.flush();
        }
    }

    private void post(Runnable news) {
        try {
            loop.callSoonThreadSafe(news);
        } catch (IllegalStateException e) {
            aborted = true; // the loop is closed: nobody is there to be told
            queue.clear();
            queue.add(END);
        }
    }

    // ---- on the loop's thread ------------------------------------------------------------------

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (closing || length == 0) {
            return;
        }
        queue.add(Arrays.copyOfRange(bytes, offset, offset + length));
        pending += length;
        if (!pausedWriting && pending > high && protocol != null) {
            pausedWriting = true;
            protocol.pauseWriting();
        }
    }

    private void written(int n) {
        pending -= n;
        if (pausedWriting && pending <= low && !isLost() && protocol != null) {
            pausedWriting = false;
            protocol.resumeWriting();
        }
    }

    /** A pipe has one direction: its end is that of the transport. */
    @Override
    public void writeEof() {
        close();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            waitingForUs(-1);
            queue.add(END);
        }
    }

    @Override
    public void abort() {
        end(null);
    }

    /** The process has ended. */
    void processEnded() {
        end(pending > 0 ? new IOException("Broken pipe: the process has ended") : null);
    }

    private void end(@Nullable IOException e) {
        close();
        aborted = true;
        queue.clear();
        queue.add(END);
        loop.callSoon(() -> lose(e));
    }

    @Override
    void waitNoMore() {
        close();
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public int getWriteBufferSize() {
        return (int) Math.min(Integer.MAX_VALUE, pending);
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        if (low < 0 || low > high) {
            throw new IllegalArgumentException("high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
        this.high = high;
        this.low = low;
    }

    // ---- it is for writing only ----------------------------------------------------------------

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public String toString() {
        return "InputPump[" + pending + " bytes" + (closing ? ", closing]" : "]");
    }
}
