package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.Command.Keys.ALL;
import static dev.jacquard.samples.kv.Command.Keys.ALL_BUT_LAST;
import static dev.jacquard.samples.kv.Command.Keys.NONE;
import static dev.jacquard.samples.kv.Command.Keys.ONE;
import static dev.jacquard.samples.kv.Command.Keys.PAIRS;
import static dev.jacquard.samples.kv.Command.Keys.TWO;
import static dev.jacquard.samples.kv.Command.Kind.BLOCKING;
import static dev.jacquard.samples.kv.Command.Kind.READ;
import static dev.jacquard.samples.kv.Command.Kind.SERVER;
import static dev.jacquard.samples.kv.Command.Kind.SUBSCRIPTION;
import static dev.jacquard.samples.kv.Command.Kind.WRITE;

import dev.jacquard.samples.kv.Command.Handler;
import dev.jacquard.samples.kv.Command.Keys;
import dev.jacquard.samples.kv.Command.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All commands, found by their names' bytes in any case, without making a text of them. */
final class CommandTable {
    private static final int SLOTS = 1024;

    private static final List<Command> COMMANDS = List.of(
            // strings
            row("get", 2, READ, ONE, StringCommands::get),
            row("set", -3, WRITE, ONE, StringCommands::set),
            row("setnx", 3, WRITE, ONE, StringCommands::setnx),
            row("setex", 4, WRITE, ONE, StringCommands::setex),
            row("psetex", 4, WRITE, ONE, StringCommands::psetex),
            row("getset", 3, WRITE, ONE, StringCommands::getset),
            row("getdel", 2, WRITE, ONE, StringCommands::getdel),
            row("mget", -2, READ, ALL, StringCommands::mget),
            row("mset", -3, WRITE, PAIRS, StringCommands::mset),
            row("msetnx", -3, WRITE, PAIRS, StringCommands::msetnx),
            row("append", 3, WRITE, ONE, StringCommands::append),
            row("strlen", 2, READ, ONE, StringCommands::strlen),
            row("getrange", 4, READ, ONE, StringCommands::getrange),
            row("setrange", 4, WRITE, ONE, StringCommands::setrange),
            row("incr", 2, WRITE, ONE, StringCommands::incr),
            row("decr", 2, WRITE, ONE, StringCommands::decr),
            row("incrby", 3, WRITE, ONE, StringCommands::incrby),
            row("decrby", 3, WRITE, ONE, StringCommands::decrby),
            row("incrbyfloat", 3, WRITE, ONE, StringCommands::incrbyfloat),
            // keys
            row("del", -2, WRITE, ALL, KeyCommands::del),
            row("unlink", -2, WRITE, ALL, KeyCommands::del),
            row("exists", -2, READ, ALL, KeyCommands::exists),
            row("touch", -2, READ, ALL, KeyCommands::exists),
            row("type", 2, READ, ONE, KeyCommands::type),
            row("rename", 3, WRITE, TWO, KeyCommands::rename),
            row("renamenx", 3, WRITE, TWO, KeyCommands::renamenx),
            row("expire", -3, WRITE, ONE, KeyCommands::expire),
            row("pexpire", -3, WRITE, ONE, KeyCommands::pexpire),
            row("expireat", -3, WRITE, ONE, KeyCommands::expireat),
            row("pexpireat", -3, WRITE, ONE, KeyCommands::pexpireat),
            row("ttl", 2, READ, ONE, KeyCommands::ttl),
            row("pttl", 2, READ, ONE, KeyCommands::pttl),
            row("expiretime", 2, READ, ONE, KeyCommands::expiretime),
            row("pexpiretime", 2, READ, ONE, KeyCommands::pexpiretime),
            row("persist", 2, WRITE, ONE, KeyCommands::persist),
            row("keys", 2, READ, NONE, KeyCommands::keys),
            row("scan", -2, READ, NONE, KeyCommands::scan),
            row("randomkey", 1, READ, NONE, KeyCommands::randomkey),
            row("dbsize", 1, READ, NONE, KeyCommands::dbsize),
            row("flushdb", -1, WRITE, NONE, KeyCommands::flushdb),
            row("flushall", -1, WRITE, NONE, KeyCommands::flushall),
            // lists
            row("lpush", -3, WRITE, ONE, ListCommands::lpush),
            row("rpush", -3, WRITE, ONE, ListCommands::rpush),
            row("lpushx", -3, WRITE, ONE, ListCommands::lpushx),
            row("rpushx", -3, WRITE, ONE, ListCommands::rpushx),
            row("lpop", -2, WRITE, ONE, ListCommands::lpop),
            row("rpop", -2, WRITE, ONE, ListCommands::rpop),
            row("llen", 2, READ, ONE, ListCommands::llen),
            row("lrange", 4, READ, ONE, ListCommands::lrange),
            row("lindex", 3, READ, ONE, ListCommands::lindex),
            row("lset", 4, WRITE, ONE, ListCommands::lset),
            row("ltrim", 4, WRITE, ONE, ListCommands::ltrim),
            row("lrem", 4, WRITE, ONE, ListCommands::lrem),
            row("blpop", -3, BLOCKING, ALL_BUT_LAST, ListCommands::blpop),
            row("brpop", -3, BLOCKING, ALL_BUT_LAST, ListCommands::brpop),
            // sets
            row("sadd", -3, WRITE, ONE, SetCommands::sadd),
            row("srem", -3, WRITE, ONE, SetCommands::srem),
            row("smembers", 2, READ, ONE, SetCommands::smembers),
            row("sismember", 3, READ, ONE, SetCommands::sismember),
            row("smismember", -3, READ, ONE, SetCommands::smismember),
            row("scard", 2, READ, ONE, SetCommands::scard),
            row("spop", -2, WRITE, ONE, SetCommands::spop),
            row("srandmember", 2, READ, ONE, SetCommands::srandmember),
            row("sinter", -2, READ, ALL, SetCommands::sinter),
            row("sunion", -2, READ, ALL, SetCommands::sunion),
            row("sdiff", -2, READ, ALL, SetCommands::sdiff),
            // hashes
            row("hset", -4, WRITE, ONE, HashCommands::hset),
            row("hmset", -4, WRITE, ONE, HashCommands::hmset),
            row("hsetnx", 4, WRITE, ONE, HashCommands::hsetnx),
            row("hget", 3, READ, ONE, HashCommands::hget),
            row("hmget", -3, READ, ONE, HashCommands::hmget),
            row("hdel", -3, WRITE, ONE, HashCommands::hdel),
            row("hexists", 3, READ, ONE, HashCommands::hexists),
            row("hlen", 2, READ, ONE, HashCommands::hlen),
            row("hkeys", 2, READ, ONE, HashCommands::hkeys),
            row("hvals", 2, READ, ONE, HashCommands::hvals),
            row("hgetall", 2, READ, ONE, HashCommands::hgetall),
            row("hincrby", 4, WRITE, ONE, HashCommands::hincrby),
            // sorted sets
            row("zadd", -4, WRITE, ONE, SortedSetCommands::zadd),
            row("zincrby", 4, WRITE, ONE, SortedSetCommands::zincrby),
            row("zrem", -3, WRITE, ONE, SortedSetCommands::zrem),
            row("zcard", 2, READ, ONE, SortedSetCommands::zcard),
            row("zscore", 3, READ, ONE, SortedSetCommands::zscore),
            row("zrank", 3, READ, ONE, SortedSetCommands::zrank),
            row("zrange", -4, READ, ONE, SortedSetCommands::zrange),
            row("zpopmin", -2, WRITE, ONE, SortedSetCommands::zpopmin),
            row("zpopmax", -2, WRITE, ONE, SortedSetCommands::zpopmax),
            // server
            row("ping", -1, SUBSCRIPTION, NONE, ConnectionCommands::ping),
            row("echo", 2, SERVER, NONE, ConnectionCommands::echo),
            row("hello", -1, SERVER, NONE, ConnectionCommands::hello),
            row("auth", -2, SERVER, NONE, ConnectionCommands::auth),
            row("select", 2, SERVER, NONE, ConnectionCommands::select),
            row("client", -2, SERVER, NONE, ConnectionCommands::client),
            row("quit", -1, SUBSCRIPTION, NONE, ConnectionCommands::quit),
            row("reset", 1, SUBSCRIPTION, NONE, ConnectionCommands::reset),
            row("command", -1, SERVER, NONE, ServerCommands::command),
            row("config", -2, SERVER, NONE, ServerCommands::config),
            row("info", -1, SERVER, NONE, ServerCommands::info),
            row("time", 1, SERVER, NONE, ServerCommands::time),
            row("subscribe", -2, SUBSCRIPTION, NONE, PubSubCommands::subscribe),
            row("unsubscribe", -1, SUBSCRIPTION, NONE, PubSubCommands::unsubscribe),
            row("psubscribe", -2, SUBSCRIPTION, NONE, PubSubCommands::psubscribe),
            row("punsubscribe", -1, SUBSCRIPTION, NONE, PubSubCommands::punsubscribe),
            row("publish", 3, SERVER, NONE, PubSubCommands::publish),
            row("pubsub", -2, SERVER, NONE, PubSubCommands::pubsub));

    private final @Nullable Command[] slots = new Command[SLOTS];

    CommandTable() {
        COMMANDS.forEach(this::add);
    }

    private static Command row(String name, int arity, Kind kind, Keys keys, Handler handler) {
        return new Command(name, arity, kind, keys, handler);
    }

    private void add(Command command) {
        int slot = slot(command.name().getBytes(StandardCharsets.US_ASCII));
        while (slots[slot] != null) {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = command;
    }

    /** All, in the order of this file. */
    List<Command> all() {
        return COMMANDS;
    }

    /** The command of a name, or null. */
    @Nullable
    Command find(byte[] name) {
        int slot = slot(name);
        for (; ; ) {
            Command command = slots[slot];
            if (command == null || equalsIgnoreCase(name, command.name())) {
                return command;
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    private static int slot(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = 31 * hash + (b | 0x20); // lower case, if it is a letter
        }
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    /**
     * Whether a word is an option or a command's name in any case.
     *
     * @param name in lower case
     */
    static boolean equalsIgnoreCase(byte[] word, String name) {
        if (word.length != name.length()) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            char c = (char) (word[i] & 0xff);
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A word in lower case. */
    static String lowerCase(byte[] word) {
        return new String(word, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }
}
