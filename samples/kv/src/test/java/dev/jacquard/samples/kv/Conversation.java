package dev.jacquard.samples.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.Store;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Talks to an engine without sockets. */
final class Conversation {
    private final Engine engine;
    final Client client;
    final StringBuilder pushed = new StringBuilder();

    Conversation(LongSupplier clock) {
        this(new Engine(clock, new Limits(10, 1000, 1000, 10_000, 1000, 1000), new SplittableRandom(1)));
    }

    Conversation(Engine engine) {
        this.engine = engine;
        this.client = engine.connect("test", b -> pushed.append(readable(new String(b, UTF_8))));
    }

    Engine engine() {
        return engine;
    }

    /** A command's reply, with a blank for each line end. */
    String say(String command) {
        Replies out = new Replies();
        byte[][] words = Arrays.stream(command.split(" "))
                .map(w -> w.equals("''") ? new byte[0] : w.getBytes(UTF_8))
                .toArray(byte[][]::new);
        engine.execute(client, words, out);
        return readable(out.toString());
    }

    /** Puts keys that expire after 1 ms, 2 ms and so on. */
    static void fill(Store store, int n) {
        for (int i = 1; i <= n; i++) {
            Key key = Key.of("key" + i);
            store.put(key, new byte[0]);
            store.expire(key, store.now() + i);
        }
    }

    static String readable(String replies) {
        return replies.replace("\r\n", " ").trim();
    }
}
