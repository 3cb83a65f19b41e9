package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.Command.Kind.BLOCKING;
import static dev.jacquard.samples.kv.Command.Kind.READ;
import static dev.jacquard.samples.kv.Command.Kind.SERVER;
import static dev.jacquard.samples.kv.Command.Kind.SUBSCRIPTION;
import static dev.jacquard.samples.kv.Command.Kind.WRITE;

import dev.jacquard.samples.kv.Command.Handler;
import dev.jacquard.samples.kv.Command.Keys;
import dev.jacquard.samples.kv.Command.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All commands, found by their names' bytes in any case, without making a text of them. */
final class CommandTable {
    private static final int SLOTS = 1024;

    private final List<Command> commands = new ArrayList<>();
    private final @Nullable Command[] slots = new Command[SLOTS];

    CommandTable() {
        strings();
        keys();
        lists();
        sets();
        hashes();
        sortedSets();
        server();
    }

    private void strings() {
        add("get", 2, READ, Keys.ONE, StringCommands::get);
        add("set", -3, WRITE, Keys.ONE, StringCommands::set);
        add("setnx", 3, WRITE, Keys.ONE, StringCommands::setnx);
        add("setex", 4, WRITE, Keys.ONE, StringCommands::setex);
        add("psetex", 4, WRITE, Keys.ONE, StringCommands::psetex);
        add("getset", 3, WRITE, Keys.ONE, StringCommands::getset);
        add("getdel", 2, WRITE, Keys.ONE, StringCommands::getdel);
        add("mget", -2, READ, Keys.ALL, StringCommands::mget);
        add("mset", -3, WRITE, Keys.PAIRS, StringCommands::mset);
        add("msetnx", -3, WRITE, Keys.PAIRS, StringCommands::msetnx);
        add("append", 3, WRITE, Keys.ONE, StringCommands::append);
        add("strlen", 2, READ, Keys.ONE, StringCommands::strlen);
        add("getrange", 4, READ, Keys.ONE, StringCommands::getrange);
        add("setrange", 4, WRITE, Keys.ONE, StringCommands::setrange);
        add("incr", 2, WRITE, Keys.ONE, StringCommands::incr);
        add("decr", 2, WRITE, Keys.ONE, StringCommands::decr);
        add("incrby", 3, WRITE, Keys.ONE, StringCommands::incrby);
        add("decrby", 3, WRITE, Keys.ONE, StringCommands::decrby);
        add("incrbyfloat", 3, WRITE, Keys.ONE, StringCommands::incrbyfloat);
    }

    private void keys() {
        add("del", -2, WRITE, Keys.ALL, KeyCommands::del);
        add("unlink", -2, WRITE, Keys.ALL, KeyCommands::del);
        add("exists", -2, READ, Keys.ALL, KeyCommands::exists);
        add("touch", -2, READ, Keys.ALL, KeyCommands::exists);
        add("type", 2, READ, Keys.ONE, KeyCommands::type);
        add("rename", 3, WRITE, Keys.TWO, KeyCommands::rename);
        add("renamenx", 3, WRITE, Keys.TWO, KeyCommands::renamenx);
        add("expire", -3, WRITE, Keys.ONE, KeyCommands::expire);
        add("pexpire", -3, WRITE, Keys.ONE, KeyCommands::pexpire);
        add("expireat", -3, WRITE, Keys.ONE, KeyCommands::expireat);
        add("pexpireat", -3, WRITE, Keys.ONE, KeyCommands::pexpireat);
        add("ttl", 2, READ, Keys.ONE, KeyCommands::ttl);
        add("pttl", 2, READ, Keys.ONE, KeyCommands::pttl);
        add("expiretime", 2, READ, Keys.ONE, KeyCommands::expiretime);
        add("pexpiretime", 2, READ, Keys.ONE, KeyCommands::pexpiretime);
        add("persist", 2, WRITE, Keys.ONE, KeyCommands::persist);
        add("keys", 2, READ, Keys.NONE, KeyCommands::keys);
        add("scan", -2, READ, Keys.NONE, KeyCommands::scan);
        add("randomkey", 1, READ, Keys.NONE, KeyCommands::randomkey);
        add("dbsize", 1, READ, Keys.NONE, KeyCommands::dbsize);
        add("flushdb", -1, WRITE, Keys.NONE, KeyCommands::flushdb);
        add("flushall", -1, WRITE, Keys.NONE, KeyCommands::flushall);
    }

    private void lists() {
        add("lpush", -3, WRITE, Keys.ONE, ListCommands::lpush);
        add("rpush", -3, WRITE, Keys.ONE, ListCommands::rpush);
        add("lpushx", -3, WRITE, Keys.ONE, ListCommands::lpushx);
        add("rpushx", -3, WRITE, Keys.ONE, ListCommands::rpushx);
        add("lpop", -2, WRITE, Keys.ONE, ListCommands::lpop);
        add("rpop", -2, WRITE, Keys.ONE, ListCommands::rpop);
        add("llen", 2, READ, Keys.ONE, ListCommands::llen);
        add("lrange", 4, READ, Keys.ONE, ListCommands::lrange);
        add("lindex", 3, READ, Keys.ONE, ListCommands::lindex);
        add("lset", 4, WRITE, Keys.ONE, ListCommands::lset);
        add("ltrim", 4, WRITE, Keys.ONE, ListCommands::ltrim);
        add("lrem", 4, WRITE, Keys.ONE, ListCommands::lrem);
        add("blpop", -3, BLOCKING, Keys.ALL_BUT_LAST, ListCommands::blpop);
        add("brpop", -3, BLOCKING, Keys.ALL_BUT_LAST, ListCommands::brpop);
    }

    private void sets() {
        add("sadd", -3, WRITE, Keys.ONE, SetCommands::sadd);
        add("srem", -3, WRITE, Keys.ONE, SetCommands::srem);
        add("smembers", 2, READ, Keys.ONE, SetCommands::smembers);
        add("sismember", 3, READ, Keys.ONE, SetCommands::sismember);
        add("smismember", -3, READ, Keys.ONE, SetCommands::smismember);
        add("scard", 2, READ, Keys.ONE, SetCommands::scard);
        add("spop", -2, WRITE, Keys.ONE, SetCommands::spop);
        add("srandmember", 2, READ, Keys.ONE, SetCommands::srandmember);
        add("sinter", -2, READ, Keys.ALL, SetCommands::sinter);
        add("sunion", -2, READ, Keys.ALL, SetCommands::sunion);
        add("sdiff", -2, READ, Keys.ALL, SetCommands::sdiff);
    }

    private void hashes() {
        add("hset", -4, WRITE, Keys.ONE, HashCommands::hset);
        add("hmset", -4, WRITE, Keys.ONE, HashCommands::hmset);
        add("hsetnx", 4, WRITE, Keys.ONE, HashCommands::hsetnx);
        add("hget", 3, READ, Keys.ONE, HashCommands::hget);
        add("hmget", -3, READ, Keys.ONE, HashCommands::hmget);
        add("hdel", -3, WRITE, Keys.ONE, HashCommands::hdel);
        add("hexists", 3, READ, Keys.ONE, HashCommands::hexists);
        add("hlen", 2, READ, Keys.ONE, HashCommands::hlen);
        add("hkeys", 2, READ, Keys.ONE, HashCommands::hkeys);
        add("hvals", 2, READ, Keys.ONE, HashCommands::hvals);
        add("hgetall", 2, READ, Keys.ONE, HashCommands::hgetall);
        add("hincrby", 4, WRITE, Keys.ONE, HashCommands::hincrby);
    }

    private void sortedSets() {
        add("zadd", -4, WRITE, Keys.ONE, SortedSetCommands::zadd);
        add("zincrby", 4, WRITE, Keys.ONE, SortedSetCommands::zincrby);
        add("zrem", -3, WRITE, Keys.ONE, SortedSetCommands::zrem);
        add("zcard", 2, READ, Keys.ONE, SortedSetCommands::zcard);
        add("zscore", 3, READ, Keys.ONE, SortedSetCommands::zscore);
        add("zrank", 3, READ, Keys.ONE, SortedSetCommands::zrank);
        add("zrange", -4, READ, Keys.ONE, SortedSetCommands::zrange);
        add("zpopmin", -2, WRITE, Keys.ONE, SortedSetCommands::zpopmin);
        add("zpopmax", -2, WRITE, Keys.ONE, SortedSetCommands::zpopmax);
    }

    private void server() {
        add("ping", -1, SUBSCRIPTION, Keys.NONE, ConnectionCommands::ping);
        add("echo", 2, SERVER, Keys.NONE, ConnectionCommands::echo);
        add("hello", -1, SERVER, Keys.NONE, ConnectionCommands::hello);
        add("auth", -2, SERVER, Keys.NONE, ConnectionCommands::auth);
        add("select", 2, SERVER, Keys.NONE, ConnectionCommands::select);
        add("client", -2, SERVER, Keys.NONE, ConnectionCommands::client);
        add("quit", -1, SUBSCRIPTION, Keys.NONE, ConnectionCommands::quit);
        add("reset", 1, SUBSCRIPTION, Keys.NONE, ConnectionCommands::reset);
        add("command", -1, SERVER, Keys.NONE, ServerCommands::command);
        add("config", -2, SERVER, Keys.NONE, ServerCommands::config);
        add("info", -1, SERVER, Keys.NONE, ServerCommands::info);
        add("time", 1, SERVER, Keys.NONE, ServerCommands::time);
        add("subscribe", -2, SUBSCRIPTION, Keys.NONE, PubSubCommands::subscribe);
        add("unsubscribe", -1, SUBSCRIPTION, Keys.NONE, PubSubCommands::unsubscribe);
        add("psubscribe", -2, SUBSCRIPTION, Keys.NONE, PubSubCommands::psubscribe);
        add("punsubscribe", -1, SUBSCRIPTION, Keys.NONE, PubSubCommands::punsubscribe);
        add("publish", 3, SERVER, Keys.NONE, PubSubCommands::publish);
        add("pubsub", -2, SERVER, Keys.NONE, PubSubCommands::pubsub);
    }

    private void add(String name, int arity, Kind kind, Keys keys, Handler handler) {
        Command command = new Command(name, arity, kind, keys, handler);
        commands.add(command);
        int slot = slot(name.getBytes(StandardCharsets.US_ASCII));
        while (slots[slot] != null) {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = command;
    }

    /** All, in the order of this file. */
    List<Command> all() {
        return commands;
    }

    /** The command of a name, or null. */
    @Nullable Command find(byte[] name) {
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
