package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.Store;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Commands on strings. */
final class StringCommands {
    private StringCommands() {}

    private static byte @Nullable [] string(Client client, Key key) {
        return client.store().get(key, byte[].class);
    }

    static void get(Client client, byte[][] words, Replies out) {
        out.bulkOrNil(string(client, new Key(words[1])));
    }

    static void set(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        if (words.length == 3) {
            client.store().put(key, words[2]);
            out.ok();
        } else {
            SetOptions.parse(words, client.store().now()).apply(client.store(), key, words[2], out);
        }
    }

    static void setnx(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        boolean isNew = !client.store().contains(key);
        if (isNew) {
            client.store().put(key, words[2]);
        }
        out.bool(isNew);
    }

    static void setex(Client client, byte[][] words, Replies out) {
        setUntil(client, words, 1000, out);
    }

    static void psetex(Client client, byte[][] words, Replies out) {
        setUntil(client, words, 1, out);
    }

    private static void setUntil(Client client, byte[][] words, int unit, Replies out) {
        Store store = client.store();
        String name = CommandTable.lowerCase(words[0]);
        long deadline = Deadline.after(words[2], unit, store.now(), name);
        Key key = new Key(words[1]);
        store.put(key, words[3]);
        store.expire(key, deadline);
        out.ok();
    }

    static void getset(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        out.bulkOrNil(string(client, key));
        client.store().put(key, words[2]);
    }

    static void getdel(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        out.bulkOrNil(string(client, key));
        client.store().remove(key);
    }

    /** What is no string counts as missing. */
    static void mget(Client client, byte[][] words, Replies out) {
        out.array(words.length - 1);
        for (int i = 1; i < words.length; i++) {
            out.bulkOrNil(client.store().get(new Key(words[i])) instanceof byte[] b ? b : null);
        }
    }

    static void mset(Client client, byte[][] words, Replies out) {
        checkPairs(words, "mset");
        for (int i = 1; i < words.length; i += 2) {
            client.store().put(new Key(words[i]), words[i + 1]);
        }
        out.ok();
    }

    static void msetnx(Client client, byte[][] words, Replies out) {
        checkPairs(words, "msetnx");
        for (int i = 1; i < words.length; i += 2) {
            if (client.store().contains(new Key(words[i]))) {
                out.bool(false);
                return;
            }
        }
        for (int i = 1; i < words.length; i += 2) {
            client.store().put(new Key(words[i]), words[i + 1]);
        }
        out.bool(true);
    }

    private static void checkPairs(byte[][] words, String name) {
        if (words.length % 2 == 0) {
            throw new CommandException(Engine.wrongNumber(name));
        }
    }

    // ---- parts ---------------------------------------------------------------------------------

    static void append(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        byte[] before = string(client, key);
        byte[] after = words[2];
        if (before != null) {
            checkLength(client, (long) before.length + after.length);
            after = Arrays.copyOf(before, before.length + after.length);
            System.arraycopy(words[2], 0, after, before.length, words[2].length);
        }
        client.store().replace(key, after);
        out.integer(after.length);
    }

    static void strlen(Client client, byte[][] words, Replies out) {
        byte[] value = string(client, new Key(words[1]));
        out.integer(value == null ? 0 : value.length);
    }

    static void getrange(Client client, byte[][] words, Replies out) {
        Span wanted = Span.parse(words[2], words[3]);
        byte[] value = string(client, new Key(words[1]));
        Span span = wanted.of(value == null ? 0 : value.length);
        out.bulk(value == null ? new byte[0] : Arrays.copyOfRange(value, span.from(), span.from() + span.size()));
    }

    static void setrange(Client client, byte[][] words, Replies out) {
        long offset = Numbers.parse(words[2]);
        if (offset < 0) {
            throw new CommandException("ERR offset is out of range");
        }
        Key key = new Key(words[1]);
        byte[] value = string(client, key);
        byte[] before = value == null ? new byte[0] : value;
        byte[] part = words[3];
        if (part.length == 0) {
            out.integer(before.length);
            return;
        }
        if (offset > client.engine().limits().bulk()) {
            throw tooLong();
        }
        checkLength(client, offset + part.length);
        byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) offset + part.length));
        System.arraycopy(part, 0, after, (int) offset, part.length);
        client.store().replace(key, after);
        out.integer(after.length);
    }

    private static void checkLength(Client client, long length) {
        if (length > client.engine().limits().bulk()) {
            throw tooLong();
        }
    }

    private static CommandException tooLong() {
        return new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }

    // ---- numbers -------------------------------------------------------------------------------

    static void incr(Client client, byte[][] words, Replies out) {
        add(client, words[1], 1, out);
    }

    static void decr(Client client, byte[][] words, Replies out) {
        add(client, words[1], -1, out);
    }

    static void incrby(Client client, byte[][] words, Replies out) {
        add(client, words[1], Numbers.parse(words[2]), out);
    }

    static void decrby(Client client, byte[][] words, Replies out) {
        long decrement = Numbers.parse(words[2]);
        if (decrement == Long.MIN_VALUE) {
            throw new CommandException("ERR decrement would overflow");
        }
        add(client, words[1], -decrement, out);
    }

    private static void add(Client client, byte[] name, long increment, Replies out) {
        Key key = new Key(name);
        long sum = sum(string(client, key), increment);
        client.store().replace(key, Numbers.format(sum));
        out.integer(sum);
    }

    static long sum(byte @Nullable [] number, long increment) {
        long before = number == null ? 0 : Numbers.parse(number);
        long sum = before + increment;
        if (((before ^ sum) & (increment ^ sum)) < 0) {
            throw new CommandException("ERR increment or decrement would overflow");
        }
        return sum;
    }

    static void incrbyfloat(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        byte[] before = string(client, key);
        BigDecimal sum = before == null ? BigDecimal.ZERO : Numbers.parseDecimal(before);
        sum = sum.add(Numbers.parseDecimal(words[2]));
        byte[] after = Numbers.format(sum).getBytes(StandardCharsets.US_ASCII);
        client.store().replace(key, after);
        out.bulk(after);
    }
}
