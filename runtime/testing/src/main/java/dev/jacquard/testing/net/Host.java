package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.waitAll;

import dev.jacquard.AsyncCallable;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.Future;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A host of a {@link SimulatedNetwork}: listens, connects, runs a program, crashes and restarts. */
public final class Host {
    private final SimulatedNetwork net;
    private final String name;
    private final Map<Integer, Listener> listeners = new HashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Task<?>> tasks = new LinkedHashSet<>();
    private @Nullable AsyncCallable<Void> program;
    private boolean up = true;

    Host(SimulatedNetwork net, String name) {
        this.net = net;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whether it runs. */
    public boolean isUp() {
        return up;
    }

    SimulatedNetwork net() {
        return net;
    }

    Set<Connection> connections() {
        return connections;
    }

    // ---- programs ------------------------------------------------------------------------------

    /**
     * Starts a program, now and after each restart. What it keeps in local variables is lost in a crash; what it keeps
     * elsewhere is its disk.
     */
    public void boot(AsyncCallable<Void> program) {
        this.program = program;
        start();
    }

    private void start() {
        AsyncCallable<Void> p = program;
        if (p != null) {
            spawn(p.call(), name).addDoneCallback(this::tellFailure);
        }
    }

    /** Nobody has the task of a program: a failure of it would show late, or never. */
    private void tellFailure(Future<Void> ended) {
        Throwable e = ended.isCancelled() ? null : ended.exception();
        if (e != null) {
            String message = "The program of host " + name + " has failed";
            net.loop().callExceptionHandler(new ErrorContext(message, e, ended));
        }
    }

    /**
     * Starts a task of this host: it is cancelled when the host crashes. An {@link IOException} that it throws ends it
     * only.
     *
     * @throws IllegalStateException if the host is down
     */
    public Task<Void> spawn(Coroutine<Void> coroutine, String taskName) {
        if (!up) {
            throw new IllegalStateException(this + " is down");
        }
        Task<Void> task = net.loop().createTask(guarded(coroutine), taskName);
        tasks.add(task);
        task.addDoneCallback(tasks::remove);
        return task;
    }

    @Async
    private Coroutine<Void> guarded(Coroutine<Void> coroutine) {
        try {
            await(coroutine, IOException.class);
        } catch (IOException e) {
            net.tell(name + " gives up: " + e.getMessage());
        }
        return Coroutine.done();
    }

    /**
     * Ends what runs on it at once: its tasks are cancelled, its connections break, its listeners are gone. What it has
     * sent before still arrives. The others learn of it when the news arrive. Does nothing if it is down.
     */
    public void crash() {
        if (!up) {
            return;
        }
        net.tell("crash " + name);
        up = false;
        for (Connection c : List.copyOf(connections)) {
            c.crashed();
        }
        for (Listener l : List.copyOf(listeners.values())) {
            l.crashed();
        }
        for (Task<?> t : List.copyOf(tasks)) {
            t.cancel("the host " + name + " has crashed");
        }
    }

    /** Starts it again, with its program. Does nothing if it is up. */
    public void restart() {
        if (up) {
            return;
        }
        net.tell("restart " + name);
        up = true;
        start();
    }

    /** Waits for what was cancelled. */
    @Async
    Coroutine<Void> awaitEnd() {
        if (!tasks.isEmpty()) {
            await(waitAll(List.copyOf(tasks)));
        }
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> awaitAll(List<Coroutine<Void>> all) {
        for (Coroutine<Void> each : all) {
            await(each);
        }
        return Coroutine.done();
    }

    // ---- streams -------------------------------------------------------------------------------

    /**
     * Takes connections from now on.
     *
     * @throws IOException if something listens there, or the host is down
     */
    public Listener listen(int port) throws IOException {
        checkUp();
        if (listeners.containsKey(port)) {
            throw new IOException("Address already in use: " + name + ":" + port);
        }
        Listener listener = new Listener(this, port);
        listeners.put(port, listener);
        return listener;
    }

    void listenerClosed(int port, Listener listener) {
        listeners.remove(port, listener);
    }

    private void checkUp() throws IOException {
        if (!up) {
            throw new IOException("The host " + name + " is down");
        }
    }

    /**
     * Connects to a port of a host. Waits for ever while they are partitioned.
     *
     * @throws IOException if there is no such host, nobody listens there, or it crashes meanwhile
     */
    public Coroutine<Connection> connect(Host host, int port) throws IOException {
        return connect(host.name(), port);
    }

    /** Connects to a port of the host with this name. */
    @Async
    public Coroutine<Connection> connect(String host, int port) throws IOException {
        checkUp();
        Host to =
                net.hosts().stream().filter(h -> h.name.equals(host)).findAny().orElse(null);
        if (to == null) {
            throw new IOException("Unknown host: " + host);
        }
        Promise<Connection> made = new Promise<>();
        Route there = net.route(this, to);
        Route back = net.route(to, this);
        Connection mine = new Connection(this, to, port, there);
        Connection theirs = new Connection(to, this, port, back);
        mine.join(theirs);
        theirs.join(mine);
        mine.opened();
        there.send(
                1,
                () -> "is asked by " + name + " to connect to port " + port,
                () -> to.asked(port, theirs, mine, made));
        try {
            return Coroutine.of(await(mine.untilOpen(made), IOException.class));
        } catch (Throwable e) {
            await(mine.closeAsync());
            throw e;
        }
    }

    /** Somebody wants to connect. */
    private void asked(int port, Connection here, Connection there, Promise<Connection> made) {
        Listener listener = listeners.get(port);
        if (listener == null || !up) {
            String at = name + ":" + port;
            here.route().send(1, () -> "is refused by " + at, () -> {
                net.tell(there.local().name + " is refused by " + at);
                there.breakWith("Connection refused: nobody listens at " + at);
            });
            return;
        }
        net.tell(there.local().name + " connects to " + name + ":" + port);
        here.opened();
        listener.offer(here);
        here.route().send(1, () -> "is connected to " + name + ", port " + port, () -> {
            if (!made.isDone()) {
                made.setResult(there);
            }
        });
    }

    @Override
    public String toString() {
        return "Host[" + name + (up ? "]" : ", down]");
    }

    /** For the tests of hosts: what runs there. */
    List<Task<?>> running() {
        return new ArrayList<>(tasks);
    }
}
