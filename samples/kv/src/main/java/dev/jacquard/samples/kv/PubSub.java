package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.Glob;
import dev.jacquard.samples.kv.data.Key;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who gets what is published. */
final class PubSub {
    private final Map<Key, Set<Client>> channels = new LinkedHashMap<>();
    private final Map<Key, Set<Client>> patterns = new LinkedHashMap<>();

    void subscribe(Client client, Key channel) {
        client.channels().add(channel);
        channels.computeIfAbsent(channel, k -> new LinkedHashSet<>()).add(client);
    }

    void unsubscribe(Client client, Key channel) {
        client.channels().remove(channel);
        remove(channels, channel, client);
    }

    void subscribePattern(Client client, Key pattern) {
        client.patterns().add(pattern);
        patterns.computeIfAbsent(pattern, k -> new LinkedHashSet<>()).add(client);
    }

    void unsubscribePattern(Client client, Key pattern) {
        client.patterns().remove(pattern);
        remove(patterns, pattern, client);
    }

    private static void remove(Map<Key, Set<Client>> all, Key key, Client client) {
        Set<Client> clients = all.get(key);
        if (clients != null && clients.remove(client) && clients.isEmpty()) {
            all.remove(key);
        }
    }

    /** Takes a client out of all. */
    void forget(Client client) {
        client.channels().forEach(channel -> remove(channels, channel, client));
        client.patterns().forEach(pattern -> remove(patterns, pattern, client));
        client.channels().clear();
        client.patterns().clear();
    }

    /** The channels that somebody listens to. */
    Set<Key> channels() {
        return channels.keySet();
    }

    /** How many patterns there are. */
    int patterns() {
        return patterns.size();
    }

    /** How many listen to a channel. */
    int subscribers(Key channel) {
        Set<Client> clients = channels.get(channel);
        return clients == null ? 0 : clients.size();
    }

    /** Sends a message to all who want it; gives how many. A message is encoded once for all. */
    int publish(Key channel, byte[] message) {
        int[] receivers = {0};
        Set<Client> listening = channels.get(channel);
        if (listening != null) {
            Replies out = new Replies();
            out.array(3);
            out.bulk("message");
            out.bulk(channel);
            out.bulk(message);
            receivers[0] += push(listening, out);
        }
        patterns.forEach((pattern, clients) -> {
            if (new Glob(pattern.bytes()).matches(channel.bytes())) {
                Replies out = new Replies();
                out.array(4);
                out.bulk("pmessage");
                out.bulk(pattern);
                out.bulk(channel);
                out.bulk(message);
                receivers[0] += push(clients, out);
            }
        });
        return receivers[0];
    }

    private static int push(Set<Client> clients, Replies out) {
        byte[] bytes = out.toByteArray();
        List.copyOf(clients).forEach(client -> client.push(bytes)); // one may leave upon it
        return clients.size();
    }
}
