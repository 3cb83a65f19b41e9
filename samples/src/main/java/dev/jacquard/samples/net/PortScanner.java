package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.ConnectionOptions;
import dev.jacquard.net.Net;
import dev.jacquard.net.StreamConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds out which ports of a host somebody listens to, so many at a time. */
final class PortScanner {
    private final String host;
    private final AsyncSemaphore slots;
    private final ConnectionOptions options;

    /** What a port is. */
    enum State {
        OPEN,
        CLOSED,
        /** No answer, or one that is no refusal: a firewall perhaps. */
        FILTERED
    }

    /** A port and what it is. */
    record Result(int port, State state) {}

    /**
     * A scanner.
     *
     * @param atATime how many ports are tried at the same time
     * @param timeout for each port
     */
    PortScanner(String host, int atATime, Duration timeout) {
        this.host = host;
        this.slots = new AsyncSemaphore(atATime);
        this.options = ConnectionOptions.builder().connectTimeout(timeout).build();
    }

    /**
     * Tries all ports.
     *
     * @param progress is told of each result, and how many there are by now
     * @return the results in the order of the ports
     * @throws UnknownHostException if there is no such host
     */
    @Async
    Coroutine<List<Result>> scan(List<Integer> ports, BiConsumer<Result, Integer> progress)
            throws UnknownHostException {
        InetAddress address = await(toThread(() -> InetAddress.getByName(host)), UnknownHostException.class);
        List<Coroutine<Result>> tries = new ArrayList<>();
        for (int port : ports) {
            tries.add(tryPort(address.getHostAddress(), port));
        }
        List<Result> results = new ArrayList<>();
        for (Future<Result> next : asCompleted(tries)) {
            Result result = await(next);
            results.add(result);
            progress.accept(result, results.size());
        }
        results.sort(Comparator.comparingInt(Result::port));
        return Coroutine.of(results);
    }

    @Async
    private Coroutine<Result> tryPort(String address, int port) {
        try (var slot = await(slots.acquire());
                StreamConnection c = await(Net.openConnection(address, port, options))) {
            return Coroutine.of(new Result(port, State.OPEN));
        } catch (ConnectException e) {
            return Coroutine.of(new Result(port, State.CLOSED));
        } catch (IOException e) { // the time is up, or there is no way to it
            return Coroutine.of(new Result(port, State.FILTERED));
        }
    }
}
