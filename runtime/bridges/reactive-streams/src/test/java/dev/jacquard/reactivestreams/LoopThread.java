package dev.jacquard.reactivestreams;

import dev.jacquard.Asyncio;
import dev.jacquard.EventLoop;

/** A loop that runs on a thread of its own. */
final class LoopThread implements AutoCloseable {
    final EventLoop loop = Asyncio.newEventLoop();
    private final Thread thread = new Thread(loop::runForever, "loop");

    LoopThread() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        loop.callSoonThreadSafe(loop::stop);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        loop.close();
    }
}
