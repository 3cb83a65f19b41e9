package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts connections; each is served by a task of its own. {@code asyncio.Server}. */
public final class Server implements AsyncCloseable {
    private final EventLoop loop;
    private final ClientHandler handler;
    private final Set<Task<?>> tasks = new LinkedHashSet<>();
    private @Nullable Channel channel;

    Server(EventLoop loop, ClientHandler handler) {
        this.loop = loop;
        this.handler = handler;
    }

    void listening(Channel channel) {
        this.channel = channel;
    }

    StreamProtocol newProtocol() {
        return new StreamProtocol(loop, new StreamReader(), this::connected);
    }

    private void connected(StreamReader reader, StreamWriter writer) {
        Task<Void> task = loop.createTask(serve(reader, writer));
        tasks.add(task);
        task.addDoneCallback(tasks::remove);
    }

    @Async
    private Coroutine<Void> serve(StreamReader reader, StreamWriter writer) {
        try (writer) {
            await(handler.handle(reader, writer));
        } catch (Exception e) {
            loop.callExceptionHandler(
                    new ErrorContext(
                            "Unhandled exception in the handler of a connection", e, this));
        }
        return Coroutine.done();
    }

    /** Where it listens. */
    public SocketAddress address() {
        return channel.localAddress();
    }

    /** Stops. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        channel.close();
        return Coroutine.done();
    }
}
