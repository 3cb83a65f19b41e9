package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.Glob;
import dev.jacquard.samples.kv.data.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Commands that publish, and that listen. These have a reply for each of their channels. */
final class PubSubCommands {
    private PubSubCommands() {}

    static void subscribe(Client client, byte[][] words, Replies out) {
        for (int i = 1; i < words.length; i++) {
            Key channel = new Key(words[i]);
            client.engine().pubSub().subscribe(client, channel);
            confirm("subscribe", channel, client, out);
        }
    }

    static void psubscribe(Client client, byte[][] words, Replies out) {
        for (int i = 1; i < words.length; i++) {
            Key pattern = new Key(words[i]);
            client.engine().pubSub().subscribePattern(client, pattern);
            confirm("psubscribe", pattern, client, out);
        }
    }

    static void unsubscribe(Client client, byte[][] words, Replies out) {
        List<Key> channels = named(words, client.channels());
        for (Key channel : channels) {
            client.engine().pubSub().unsubscribe(client, channel);
            confirm("unsubscribe", channel, client, out);
        }
        if (channels.isEmpty()) {
            confirmNothing("unsubscribe", client, out);
        }
    }

    static void punsubscribe(Client client, byte[][] words, Replies out) {
        List<Key> patterns = named(words, client.patterns());
        for (Key pattern : patterns) {
            client.engine().pubSub().unsubscribePattern(client, pattern);
            confirm("punsubscribe", pattern, client, out);
        }
        if (patterns.isEmpty()) {
            confirmNothing("punsubscribe", client, out);
        }
    }

    /** Those that the command names; all of the client's if it names none. */
    private static List<Key> named(byte[][] words, Set<Key> all) {
        return words.length == 1
                ? List.copyOf(all)
                : Arrays.stream(words).skip(1).map(Key::new).toList();
    }

    private static void confirm(String what, Key channel, Client client, Replies out) {
        out.array(3);
        out.bulk(what);
        out.bulk(channel);
        out.integer(client.subscriptions());
    }

    private static void confirmNothing(String what, Client client, Replies out) {
        out.array(3);
        out.bulk(what);
        out.nil();
        out.integer(client.subscriptions());
    }

    static void publish(Client client, byte[][] words, Replies out) {
        out.integer(client.engine().pubSub().publish(new Key(words[1]), words[2]));
    }

    static void pubsub(Client client, byte[][] words, Replies out) {
        PubSub pubSub = client.engine().pubSub();
        switch (CommandTable.lowerCase(words[1])) {
            case "channels" -> {
                Glob glob = new Glob(words.length > 2 ? words[2] : new byte[] {'*'});
                out.keys(pubSub.channels().stream()
                        .filter(c -> glob.matches(c.bytes()))
                        .toList());
            }
            case "numsub" -> {
                out.array((words.length - 2) * 2);
                for (int i = 2; i < words.length; i++) {
                    Key channel = new Key(words[i]);
                    out.bulk(channel);
                    out.integer(pubSub.subscribers(channel));
                }
            }
            case "numpat" -> out.integer(pubSub.patterns());
            default -> throw ServerCommands.unknownSubcommand(words);
        }
    }
}
