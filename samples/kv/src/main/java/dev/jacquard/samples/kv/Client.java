package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.ListValue;
import dev.jacquard.samples.kv.data.Store;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the engine knows of a client. */
final class Client {
    private final Engine engine;
    private final long id;
    private final String address;
    private final Consumer<byte[]> push;
    private final long since;

    /** What is pushed to it by what others publish. */
    private final Set<Key> channels = new LinkedHashSet<>();

    private final Set<Key> patterns = new LinkedHashSet<>();
    private int database;
    private Store store;
    private String name = "";
    private String lastCommand = "NULL";
    private boolean closing;
    private @Nullable Block block;

    /** A pop that has found nothing and is to wait. */
    record Block(List<Key> keys, ListValue.End end, @Nullable Duration timeout) {}

    /**
     * A client.
     *
     * @param push takes what is sent to it beside its replies
     */
    Client(Engine engine, long id, String address, Consumer<byte[]> push) {
        this.engine = engine;
        this.id = id;
        this.address = address;
        this.push = push;
        this.store = engine.databases().stores().get(0);
        this.since = store.now();
    }

    Engine engine() {
        return engine;
    }

    long id() {
        return id;
    }

    /** The store that it has selected. */
    Store store() {
        return store;
    }

    int database() {
        return database;
    }

    void select(int number) {
        store = engine.databases().stores().get(number);
        database = number;
    }

    String name() {
        return name;
    }

    void setName(String name) {
        this.name = name;
    }

    void setLastCommand(String name) {
        lastCommand = name;
    }

    Set<Key> channels() {
        return channels;
    }

    Set<Key> patterns() {
        return patterns;
    }

    int subscriptions() {
        return channels.size() + patterns.size();
    }

    void push(byte[] message) {
        push.accept(message);
    }

    /** Whether it is to be closed after the replies so far. */
    boolean isClosing() {
        return closing;
    }

    void close() {
        closing = true;
    }

    /** What it waits for before its next command, or null. */
    @Nullable
    Block block() {
        return block;
    }

    void setBlock(@Nullable Block block) {
        this.block = block;
    }

    /** A line of {@code CLIENT LIST}. */
    String info() {
        return "id="
                + id
                + " addr="
                + address
                + " name="
                + name
                + " age="
                + (store.now() - since) / 1000
                + " db="
                + database
                + " sub="
                + channels.size()
                + " psub="
                + patterns.size()
                + " cmd="
                + lastCommand
                + " resp=2";
    }

    @Override
    public String toString() {
        return "Client[" + info() + "]";
    }
}
