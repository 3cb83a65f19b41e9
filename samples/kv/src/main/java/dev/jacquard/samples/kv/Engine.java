package dev.jacquard.samples.kv;

import dev.jacquard.Coroutine;
import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Databases;
import dev.jacquard.samples.kv.data.ListWaiters;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Does commands. A key-value server without its sockets; all on one thread. */
final class Engine {
    /** As many as Redis has. */
    static final int DATABASES = 16;

    private static final int LONGEST_ECHO = 128;

    private final CommandTable table = new CommandTable();
    private final Map<Long, Client> clients = new LinkedHashMap<>();
    private final PubSub pubSub = new PubSub();
    private final Databases databases;
    private final Limits limits;
    private final RandomGenerator random;
    private long lastId;
    private long commands;
    private int port;

    /**
     * An engine with empty stores.
     *
     * @param clock the time in ms since 1970
     * @param random chooses members of sets
     */
    Engine(LongSupplier clock, Limits limits, RandomGenerator random) {
        this.databases = new Databases(DATABASES, clock);
        this.limits = limits;
        this.random = random;
    }

    CommandTable table() {
        return table;
    }

    Databases databases() {
        return databases;
    }

    PubSub pubSub() {
        return pubSub;
    }

    Limits limits() {
        return limits;
    }

    RandomGenerator random() {
        return random;
    }

    /** How many commands have been done. */
    long commands() {
        return commands;
    }

    /** Where the server listens; 0 if it does not. */
    int port() {
        return port;
    }

    void setPort(int port) {
        this.port = port;
    }

    // ---- clients -------------------------------------------------------------------------------

    /** Those that are connected. */
    Collection<Client> clients() {
        return clients.values();
    }

    /**
     * A client has come.
     *
     * @param push sends what is published to it
     */
    Client connect(String address, Consumer<byte[]> push) {
        Client client = new Client(this, ++lastId, address, push);
        clients.put(client.id(), client);
        return client;
    }

    /** It has gone. */
    void disconnect(Client client) {
        pubSub.forget(client);
        clients.remove(client.id());
    }

    // ---- commands ------------------------------------------------------------------------------

    /**
     * Does a command and writes its reply. If it is to wait, there is no reply yet, but {@link Client#block};
     * {@link #waitFor} comes next then.
     */
    void execute(Client client, byte[][] words, Replies out) {
        Command command = table.find(words[0]);
        commands++;
        if (command == null) {
            out.error(unknown(words));
            return;
        }
        if (!command.takes(words.length)) {
            out.error(wrongNumber(command.name()));
            return;
        }
        if (client.subscriptions() > 0 && command.kind() != Command.Kind.SUBSCRIPTION) {
            out.error("ERR Can't execute '"
                    + command.name()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are"
                    + " allowed in this context");
            return;
        }
        client.setLastCommand(command.name());
        int before = out.size();
        try {
            command.handler().run(client, words, out);
        } catch (CommandException e) {
            out.truncate(before);
            out.error(e.reply());
        }
        client.store().waiters().serve();
    }

    /**
     * Waits for what the client's last command has not found.
     *
     * @return what {@link ListCommands#writePopped} writes then
     * @throws IllegalStateException if it does not wait
     */
    Coroutine<ListWaiters.@Nullable Popped> waitFor(Client client) {
        Client.Block block = client.block();
        if (block == null) {
            throw new IllegalStateException(client + " does not wait for anything");
        }
        client.setBlock(null);
        return client.store().waiters().pop(block.keys(), block.end(), block.timeout());
    }

    static String wrongNumber(String command) {
        return "ERR wrong number of arguments for '" + command + "' command";
    }

    private static String unknown(byte[][] words) {
        StringBuilder text = new StringBuilder("ERR unknown command '");
        text.append(shortened(words[0], LONGEST_ECHO)).append("', with args beginning with: ");
        int first = text.length();
        for (int i = 1; i < words.length && text.length() - first < LONGEST_ECHO; i++) {
            int room = LONGEST_ECHO - (text.length() - first);
            text.append('\'').append(shortened(words[i], room)).append("' ");
        }
        return text.toString();
    }

    private static String shortened(byte[] word, int most) {
        return new String(word, 0, Math.min(word.length, most), StandardCharsets.UTF_8);
    }
}
