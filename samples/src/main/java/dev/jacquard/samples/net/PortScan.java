package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.samples.Exit;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which ports of a host somebody listens to. Without arguments it looks at three of this machine, two of which it
 * serves itself; {@code portscan HOST 22,80,8000-8100 [AT_A_TIME]} looks at others. Only scan what is yours.
 */
public final class PortScan {
    private static final String HOST = "127.0.0.1";
    private static final int AT_A_TIME = 200;
    private static final int MOST_AT_A_TIME = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private PortScan() {}

    public static void main(String[] args) {
        Exit.with(run(args));
    }

    /** The program; its value is the exit status. */
    public static int run(String... args) {
        try {
            if (args.length == 0) {
                Asyncio.run(PortScan::demo);
                return 0;
            }
            List<Integer> ports = args.length > 1 ? ports(args[1]) : List.of();
            int atATime = args.length > 2 ? number(args[2], MOST_AT_A_TIME) : AT_A_TIME;
            if (ports.isEmpty() || atATime < 1) {
                System.err.println("usage: portscan HOST 22,80,8000-8100 [AT_A_TIME]");
                return 2;
            }
            Asyncio.run(scan(args[0], ports, atATime));
            return 0;
        } catch (UnknownHostException e) {
            System.err.println("There is no host " + e.getMessage());
        } catch (IOException e) {
            System.err.println(e);
        }
        return 1;
    }

    /** The ports of a text such as {@code 22,80,8000-8100}; none if it is none. */
    static List<Integer> ports(String text) {
        List<Integer> ports = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int first = number(ends[0], 65535);
            int last = number(ends[ends.length - 1], 65535);
            if (ends.length > 2 || first < 1 || last < first) {
                return List.of();
            }
            IntStream.rangeClosed(first, last).forEach(ports::add);
        }
        return ports.stream().distinct().sorted().toList();
    }

    /** A number from 1 on; 0 if it is none. */
    private static int number(String text, int most) {
        int n = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        return n <= most ? n : 0;
    }

    @Async
    private static Coroutine<Void> scan(String host, List<Integer> ports, int atATime) throws UnknownHostException {
        var scanner = new PortScanner(host, atATime, TIMEOUT);
        List<PortScanner.Result> results = await(scanner.scan(ports, (result, n) -> showProgress(n, ports.size())));
        System.out.println();
        System.out.println("port   state");
        for (PortScanner.Result r : results) {
            if (r.state() != PortScanner.State.CLOSED) {
                System.out.printf(
                        Locale.ROOT, "%-6d %s%n", r.port(), r.state().name().toLowerCase(Locale.ROOT));
            }
        }
        long closed = results.stream()
                .filter(r -> r.state() == PortScanner.State.CLOSED)
                .count();
        System.out.println("and " + closed + " closed ones");
        return Coroutine.done();
    }

    /** One line that is written over and over again. */
    private static void showProgress(int done, int all) {
        System.out.printf(Locale.ROOT, "\r%d of %d ports", done, all);
        System.out.flush();
    }

    @Async
    static Coroutine<Void> demo() throws IOException {
        try (Server one = await(Net.startServer(Echo::serve, HOST, 0));
                Server other = await(Net.startServer(Echo::serve, HOST, 0))) {
            Server gone = await(Net.startServer(Echo::serve, HOST, 0));
            await(gone.closeAsync());
            await(scan(HOST, List.of(one.port(), other.port(), gone.port()), 2));
        }
        return Coroutine.done();
    }
}
