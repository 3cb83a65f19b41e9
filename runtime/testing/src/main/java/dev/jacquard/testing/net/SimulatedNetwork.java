package dev.jacquard.testing.net;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.testing.Disconnectable;
import dev.jacquard.testing.schedules.Choices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Hosts and the streams between them, simulated on one loop. What happens depends on the seed and the program only, if
 * the loop has virtual time. Under an {@link dev.jacquard.testing.schedules.Explorer} the schedule reorders what
 * arrives on independent streams, and chooses the faults.
 *
 * <p>A stream is like TCP: its bytes come in order and once, or it breaks. A partition holds back what is under way
 * until it is healed. Nothing breaks by time alone: what needs a timeout sets one.
 *
 * <pre>{@code
 * SimulatedNetwork net = new SimulatedNetwork(42);
 * Host a = net.host("a");
 * Host b = net.host("b");
 * Listener listener = b.listen(80);
 * Connection c = await(a.connect("b", 80));
 * net.partition(a, b);
 * }</pre>
 */
public final class SimulatedNetwork implements AsyncCloseable, Disconnectable {
    private static final int MAX_STORY = 10_000;

    private final EventLoop loop;
    private final long seed;
    private final RandomGenerator random;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, LinkSettings> links = new HashMap<>();
    private final Map<String, Long> busyUntil = new HashMap<>();
    private final Set<String> cuts = new HashSet<>();
    private final Set<Route> holding = new LinkedHashSet<>();
    private final List<String> story = new ArrayList<>();
    private LinkSettings defaultLink = LinkSettings.PERFECT;
    private int routes;
    private boolean recording = true;

    /**
     * A network without hosts, on the running loop.
     *
     * @param seed decides every delay and fault
     */
    public SimulatedNetwork(long seed) {
        this.loop = Asyncio.getRunningLoop();
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        Disconnectable.announce(this);
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** For the test's own decisions, such as when to crash what: comes from the seed. */
    public RandomGenerator random() {
        return random;
    }

    /**
     * Whether something unusual happens, such as a crash. Under an explored schedule this is a choice of the schedule;
     * else it comes from the seed.
     *
     * @param what happens, for the story
     */
    public boolean happens(String what, double probability) {
        return happens(() -> what, probability, random);
    }

    /** Whether something unusual happens; the generator is asked when no schedule is explored. */
    boolean happens(Supplier<String> what, double probability, RandomGenerator random) {
        return Choices.isExploring() ? Choices.happens(what.get(), probability) : random.nextDouble() < probability;
    }

    /**
     * One of several options, such as which host crashes. Under an explored schedule this is a choice of the schedule,
     * which is shortened towards the first; else it comes from the seed.
     *
     * @param what is chosen, for the story
     */
    public <T> T choose(String what, List<? extends T> options) {
        return Choices.isExploring() ? Choices.among(what, options) : options.get(random.nextInt(options.size()));
    }

    EventLoop loop() {
        return loop;
    }

    // ---- hosts and links -----------------------------------------------------------------------

    /** The host of that name; made when it is asked for first. */
    public Host host(String name) {
        return hosts.computeIfAbsent(Objects.requireNonNull(name, "name"), n -> new Host(this, n));
    }

    /** All hosts, in the order of their making. */
    public List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    /** How hosts are connected of which nothing else is said; from now on. */
    public void setLinks(LinkSettings settings) {
        defaultLink = Objects.requireNonNull(settings, "settings");
    }

    /** How two hosts are connected, from now on. */
    public void setLink(Host a, Host b, LinkSettings settings) {
        links.put(both(a, b), Objects.requireNonNull(settings, "settings"));
    }

    LinkSettings link(Host a, Host b) {
        return links.getOrDefault(both(a, b), defaultLink);
    }

    private static String both(Host a, Host b) {
        return a.name().compareTo(b.name()) < 0 ? a.name() + "\n" + b.name() : b.name() + "\n" + a.name();
    }

    // ---- faults --------------------------------------------------------------------------------

    /** Cuts two hosts off from each other: what they send is held back until it is healed. */
    public void partition(Host a, Host b) {
        if (a == b) {
            throw new IllegalArgumentException(a + " cannot be cut off from itself");
        }
        if (cuts.add(both(a, b))) {
            tell("partition " + a.name() + " | " + b.name());
        }
    }

    /** Cuts a host off from all others. */
    public void isolate(Host host) {
        for (Host other : hosts.values()) {
            if (other != host) {
                partition(host, other);
            }
        }
    }

    /** Ends the partition of two hosts. What was held back is sent again. */
    public void heal(Host a, Host b) {
        if (cuts.remove(both(a, b))) {
            tell("heal " + a.name() + " - " + b.name());
            release();
        }
    }

    /** Ends all partitions. */
    public void heal() {
        if (!cuts.isEmpty()) {
            cuts.clear();
            tell("heal all");
            release();
        }
    }

    boolean isCut(Host a, Host b) {
        return !cuts.isEmpty() && cuts.contains(both(a, b));
    }

    void holds(Route route) {
        holding.add(route);
    }

    private void release() {
        for (Route route : List.copyOf(holding)) {
            if (!isCut(route.from(), route.to())) {
                holding.remove(route);
                route.release();
            }
        }
    }

    /** Breaks all connections between two hosts; new ones can be made. */
    public void breakConnections(Host a, Host b) {
        tell("break connections " + a.name() + " - " + b.name());
        for (Connection c : List.copyOf(a.connections())) {
            if (c.remote() == b) {
                c.lost();
            }
        }
    }

    @Override
    public int connectionCount() {
        return hosts.values().stream().mapToInt(h -> h.connections().size()).sum();
    }

    /** Breaks all connections between whichever hosts; new ones can be made. */
    @Override
    public void disconnect() {
        tell("break all connections");
        for (Host host : hosts.values()) {
            List.copyOf(host.connections()).forEach(Connection::lost);
        }
    }

    // ---- packets -------------------------------------------------------------------------------

    Route route(Host from, Host to) {
        long n = ++routes;
        // each has its own generator, so that one more packet here changes nothing there
        return new Route(this, from, to, new SplittableRandom(seed * 0x9E3779B97F4A7C15L + n));
    }

    /** When a packet that is sent now has left, given what the others of that direction send. */
    long sentAt(Host from, Host to, int bytes) {
        long now = loop.time().toNanos();
        long perSecond = link(from, to).bytesPerSecond();
        if (perSecond == 0) {
            return now;
        }
        String direction = from.name() + "\n" + to.name();
        long start = Math.max(now, busyUntil.getOrDefault(direction, 0L));
        long end = start + Math.max(1, bytes * 1_000_000_000L / perSecond);
        busyUntil.put(direction, end);
        return end;
    }

    // ---- the story -----------------------------------------------------------------------------

    /** What has happened, with times: connections, packets as they arrive, faults, the test's notes. */
    public List<String> story() {
        return List.copyOf(story);
    }

    /** Adds the test's own line to the story. */
    public void note(String what) {
        tell(what);
    }

    /** Whether a story is kept, as it is without this call; searches are faster without. */
    public void record(boolean on) {
        recording = on;
    }

    boolean isRecording() {
        return recording;
    }

    void tell(String what) {
        if (!recording) {
            return;
        }
        if (story.size() == MAX_STORY) {
            story.add("... and more");
        }
        if (story.size() < MAX_STORY) {
            Duration t = loop.time();
            story.add(String.format(Locale.ROOT, "%10.6f  %s", t.toNanos() / 1e9, what));
        }
    }

    /** Stops all hosts: their programs are cancelled, their connections broken. */
    @Override
    public Coroutine<Void> closeAsync() {
        recording = false;
        List<Coroutine<Void>> stops = new ArrayList<>();
        for (Host host : hosts.values()) {
            host.crash();
            stops.add(host.awaitEnd());
        }
        return Host.awaitAll(stops);
    }

    @Override
    public String toString() {
        return "SimulatedNetwork[seed " + seed + ", " + hosts.values() + "]";
    }
}
