package dev.jacquard.samples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Commands and their replies, as Redis 7 gives them. */
class EngineTest {
    private long now = 1_000_000;
    private final Conversation c = new Conversation(() -> now);

    /** Lines of {@code command -> reply}. */
    private void talk(String transcript) {
        for (String line : transcript.lines().toList()) {
            String[] parts = line.split(" +-> ", -1);
            assertThat(c.say(parts[0])).as(line).isEqualTo(parts[1]);
        }
    }

    @Test
    void strings() {
        talk(
                """
                GET k -> $-1
                SET k v -> +OK
                get k -> $1 v
                GETSET k w -> $1 v
                SETNX k x -> :0
                SETNX n x -> :1
                APPEND k xyz -> :4
                APPEND new a -> :1
                STRLEN k -> :4
                STRLEN none -> :0
                GETRANGE k 1 -2 -> $2 xy
                GETRANGE k -100 100 -> $4 wxyz
                GETRANGE k 3 1 -> $0
                GETRANGE none 0 -1 -> $0
                SETRANGE k 2 ab -> :4
                GET k -> $4 wxab
                SETRANGE k 995 abcdef -> -ERR string exceeds maximum allowed size (proto-max-bulk-len)
                SETRANGE k -1 a -> -ERR offset is out of range
                MSET a 1 b 2 -> +OK
                MSET a 1 b -> -ERR wrong number of arguments for 'mset' command
                MSETNX b 3 c 3 -> :0
                MSETNX c 3 d 4 -> :1
                MGET a none d -> *3 $1 1 $-1 $1 4
                GETDEL a -> $1 1
                GETDEL a -> $-1
                SET k '' -> +OK
                GET k -> $0\
                """);
    }

    @Test
    void setWithOptions() {
        talk(
                """
                SET k 1 XX -> $-1
                SET k 1 NX -> +OK
                SET k 2 NX -> $-1
                SET k 2 XX GET -> $1 1
                SET none 2 GET -> $-1
                SET k 3 EX 10 -> +OK
                TTL k -> :10
                SET k 4 KEEPTTL -> +OK
                PTTL k -> :10000
                SET k 5 -> +OK
                TTL k -> :-1
                SET k 5 PXAT 1005000 -> +OK
                TTL k -> :5
                SET k 5 EXAT 999 -> +OK
                GET k -> $-1
                SET k 1 NX XX -> -ERR syntax error
                SET k 1 EX 1 PX 1 -> -ERR syntax error
                SET k 1 EX 1 KEEPTTL -> -ERR syntax error
                SET k 1 EX -> -ERR syntax error
                SET k 1 WHAT -> -ERR syntax error
                SET k 1 EX 0 -> -ERR invalid expire time in 'set' command
                SET k 1 EX 9223372036854775807 -> -ERR invalid expire time in 'set' command
                SET k 1 PX x -> -ERR value is not an integer or out of range
                SETEX k 10 v -> +OK
                TTL k -> :10
                SETEX k -1 v -> -ERR invalid expire time in 'setex' command
                PSETEX k 1 v -> +OK
                PTTL k -> :1
                LPUSH l 1 -> :1
                SET l 1 GET -> -WRONGTYPE Operation against a key holding the wrong kind of value\
                """);
    }

    @Test
    void numbers() {
        talk(
                """
                INCR n -> :1
                INCRBY n 41 -> :42
                DECR n -> :41
                DECRBY n 50 -> :-9
                GET n -> $2 -9
                SET n 9223372036854775807 -> +OK
                INCR n -> -ERR increment or decrement would overflow
                GET n -> $19 9223372036854775807
                SET n -9223372036854775808 -> +OK
                DECR n -> -ERR increment or decrement would overflow
                INCRBY n 9223372036854775808 -> -ERR value is not an integer or out of range
                DECRBY n -9223372036854775808 -> -ERR decrement would overflow
                INCRBY n 0 -> :-9223372036854775808
                SET n 010 -> +OK
                INCR n -> -ERR value is not an integer or out of range
                SET n 10.5 -> +OK
                INCR n -> -ERR value is not an integer or out of range
                INCRBYFLOAT n 0.1 -> $4 10.6
                INCRBYFLOAT n 5.0e3 -> $6 5010.6
                INCRBYFLOAT n -5010.6 -> $1 0
                INCRBYFLOAT n 1e999999999 -> -ERR value is not a valid float
                INCRBYFLOAT n 0x1p3 -> -ERR value is not a valid float\
                """);
    }

    @Test
    void keys() {
        talk(
                """
                MSET one 1 two 2 three 3 -> +OK
                DEL one none -> :1
                EXISTS two two one -> :2
                DBSIZE -> :2
                KEYS t[wx]? -> *1 $3 two
                RENAME two deux -> +OK
                RENAME two deux -> -ERR no such key
                RENAMENX deux three -> :0
                RENAMENX deux deuce -> :1
                TYPE deuce -> +string
                TYPE none -> +none
                RPUSH l 1 -> :1
                TYPE l -> +list
                SADD s 1 -> :1
                TYPE s -> +set
                HSET h 1 1 -> :1
                TYPE h -> +hash
                ZADD z 1 1 -> :1
                TYPE z -> +zset
                SELECT 1 -> +OK
                DBSIZE -> :0
                SET k 1 -> +OK
                SELECT 0 -> +OK
                EXISTS k -> :0
                FLUSHDB -> +OK
                DBSIZE -> :0
                RANDOMKEY -> $-1
                SELECT 1 -> +OK
                RANDOMKEY -> $1 k
                FLUSHALL ASYNC -> +OK
                DBSIZE -> :0
                FLUSHALL NOW -> -ERR syntax error
                SELECT 16 -> -ERR DB index is out of range\
                """);
    }

    @Test
    void deadlines() {
        talk(
                """
                TTL k -> :-2
                EXPIRE k 10 -> :0
                SET k v -> +OK
                TTL k -> :-1
                PERSIST k -> :0
                EXPIRE k 10 -> :1
                EXPIRE k 20 NX -> :0
                EXPIRE k 5 GT -> :0
                EXPIRE k 20 XX -> :1
                EXPIRE k 30 LT -> :0
                EXPIRETIME k -> :1020
                PEXPIRETIME k -> :1020000
                EXPIRE k 20 NX XX -> -ERR NX and XX, GT or LT options at the same time are not compatible
                EXPIRE k 20 GT LT -> -ERR GT and LT options at the same time are not compatible
                EXPIRE k 20 NOW -> -ERR Unsupported option NOW
                EXPIRE k 9223372036854775807 -> -ERR invalid expire time in 'expire' command
                APPEND k w -> :2
                TTL k -> :20
                RENAME k q -> +OK
                TTL q -> :20\
                """);
        now += 19_600;
        talk("""
                TTL q -> :0
                PTTL q -> :400\
                """);
        now += 399;
        talk("GET q -> $2 vw");
        now += 1;
        talk(
                """
                GET q -> $-1
                DBSIZE -> :0
                SET k v PX 1 -> +OK
                PERSIST k -> :1
                SET gone v -> +OK
                PEXPIREAT gone 1 -> :1
                EXISTS gone -> :0\
                """);
        now += 1;
        talk("""
                GET k -> $1 v
                SET k v PX 1 -> +OK\
                """);
        now += 1;
        talk("""
                SETNX k w -> :1
                TTL k -> :-1\
                """);
    }

    @Test
    void lists() {
        talk(
                """
                RPUSH l a b c -> :3
                LPUSH l z y -> :5
                LRANGE l 0 -1 -> *5 $1 y $1 z $1 a $1 b $1 c
                LRANGE l -2 100 -> *2 $1 b $1 c
                LRANGE l 3 1 -> *0
                LRANGE none 0 -1 -> *0
                LLEN l -> :5
                LINDEX l -1 -> $1 c
                LINDEX l 5 -> $-1
                LSET l 0 x -> +OK
                LSET l 9 x -> -ERR index out of range
                LSET none 0 x -> -ERR no such key
                LPOP l -> $1 x
                RPOP l 2 -> *2 $1 c $1 b
                LPOP l 0 -> *0
                LPOP l -1 -> -ERR value is out of range, must be positive
                LTRIM l 1 1 -> +OK
                LRANGE l 0 -1 -> *1 $1 a
                RPOP l 9 -> *1 $1 a
                EXISTS l -> :0
                LPOP l -> $-1
                LPOP l 1 -> *-1
                LPUSHX l a -> :0
                RPUSH l a b a c a -> :5
                RPUSHX l a -> :6
                LREM l -2 a -> :2
                LRANGE l 0 -1 -> *4 $1 a $1 b $1 a $1 c
                LREM l 1 a -> :1
                LRANGE l 0 -1 -> *3 $1 b $1 a $1 c
                LREM l 0 none -> :0
                LTRIM l 5 9 -> +OK
                EXISTS l -> :0
                SET s v -> +OK
                LPUSH s a -> -WRONGTYPE Operation against a key holding the wrong kind of value
                LPUSH l -> -ERR wrong number of arguments for 'lpush' command\
                """);
    }

    /** Around the ring, in both directions, while it grows. */
    @Test
    void listsGrow() {
        for (int i = 0; i < 100; i++) {
            c.say("RPUSH l r" + i);
            c.say("LPUSH l l" + i);
            if (i % 3 == 0) {
                c.say("RPOP l");
            }
        }
        assertThat(c.say("LINDEX l 0")).isEqualTo("$3 l99");
        assertThat(c.say("LINDEX l 99")).isEqualTo("$2 l0");
        assertThat(c.say("LINDEX l 100")).isEqualTo("$2 r1");
        assertThat(c.say("LLEN l")).isEqualTo(":166");
    }

    @Test
    void sets() {
        talk(
                """
                SADD s a b c a -> :3
                SCARD s -> :3
                SISMEMBER s a -> :1
                SISMEMBER s x -> :0
                SMISMEMBER s a x -> *2 :1 :0
                SREM s a x -> :1
                SMEMBERS s -> *2 $1 c $1 b
                SADD t b d -> :2
                SINTER s t -> *1 $1 b
                SINTER s none -> *0
                SUNION s t -> *3 $1 c $1 b $1 d
                SDIFF s t -> *1 $1 c
                SPOP s 9 -> *2 $1 b $1 c
                EXISTS s -> :0
                SPOP s -> $-1
                SPOP s 1 -> *0
                SRANDMEMBER s -> $-1
                SADD one a -> :1
                SRANDMEMBER one -> $1 a
                SPOP one -> $1 a
                SMEMBERS one -> *0\
                """);
    }

    @Test
    void popsAllMembersOfASetInSomeOrder() {
        Set<String> popped = new TreeSet<>();
        c.say("SADD s a b c d e f");
        for (int i = 0; i < 6; i++) {
            popped.add(c.say("SPOP s"));
        }
        assertThat(popped).containsExactly("$1 a", "$1 b", "$1 c", "$1 d", "$1 e", "$1 f");
    }

    @Test
    void hashes() {
        talk(
                """
                HSET h a 1 b 2 -> :2
                HSET h a 3 c 4 -> :1
                HSET h a -> -ERR wrong number of arguments for 'hset' command
                HSET h a 1 b -> -ERR wrong number of arguments for 'hset' command
                HMSET h d 5 -> +OK
                HGET h a -> $1 3
                HGET h x -> $-1
                HGET none x -> $-1
                HMGET h a x -> *2 $1 3 $-1
                HGETALL h -> *8 $1 a $1 3 $1 b $1 2 $1 c $1 4 $1 d $1 5
                HKEYS h -> *4 $1 a $1 b $1 c $1 d
                HVALS h -> *4 $1 3 $1 2 $1 4 $1 5
                HLEN h -> :4
                HEXISTS h a -> :1
                HSETNX h a 9 -> :0
                HINCRBY h a 7 -> :10
                HINCRBY h new -1 -> :-1
                HSET h t text -> :1
                HINCRBY h t 1 -> -ERR hash value is not an integer
                HDEL h a b c d x -> :4
                HDEL h new t -> :2
                EXISTS h -> :0\
                """);
    }

    @Test
    void sortedSets() {
        talk(
                """
                ZADD z 2 b 1 a 3 c -> :3
                ZADD z 5 a -> :0
                ZADD z CH 6 a 1 new -> :2
                ZRANGE z 0 -1 WITHSCORES -> *8 $3 new $1 1 $1 b $1 2 $1 c $1 3 $1 a $1 6
                ZRANGE z 0 1 REV -> *2 $1 a $1 c
                ZRANGE none 0 1 -> *0
                ZADD z NX 9 a 9 d -> :1
                ZADD z XX 10 d 10 e -> :0
                ZSCORE z d -> $2 10
                ZSCORE z e -> $-1
                ZADD z GT 1 d -> :0
                ZADD z LT 4.5 d -> :0
                ZSCORE z d -> $3 4.5
                ZADD z INCR 1 d -> $3 5.5
                ZADD z NX INCR 1 d -> $-1
                ZINCRBY z 0.5 d -> $1 6
                ZRANK z d -> :4
                ZRANK z none -> $-1
                ZCARD z -> :5
                ZPOPMIN z -> *2 $3 new $1 1
                ZPOPMAX z 2 -> *4 $1 d $1 6 $1 a $1 6
                ZREM z b none -> :1
                ZREM z c -> :1
                EXISTS z -> :0
                ZPOPMIN z -> *0
                ZADD z inf a -> :1
                ZINCRBY z -inf a -> -ERR resulting score is not a number (NaN)
                ZSCORE z a -> $3 inf
                ZADD z -0 b 0 a -> :1
                ZRANGE z 0 -1 WITHSCORES -> *4 $1 a $1 0 $1 b $1 0
                ZADD z nan a -> -ERR value is not a valid float
                ZADD z 1 -> -ERR wrong number of arguments for 'zadd' command
                ZADD z NX 1 -> -ERR syntax error
                ZADD z NX XX 1 a -> -ERR XX and NX options at the same time are not compatible
                ZADD z GT LT 1 a -> -ERR GT, LT, and/or NX options at the same time are not compatible
                ZADD z INCR 1 a 2 b -> -ERR INCR option supports a single increment-element pair
                ZADD z 1e20 a -> :0
                ZSCORE z a -> $21 100000000000000000000\
                """);
    }

    @Test
    void connection() {
        talk(
                """
                PING -> +PONG
                PING hi -> $2 hi
                PING a b -> -ERR wrong number of arguments for 'ping' command
                ECHO hi -> $2 hi
                CLIENT ID -> :1
                CLIENT GETNAME -> $-1
                CLIENT SETNAME me -> +OK
                CLIENT GETNAME -> $2 me
                CLIENT SETINFO LIB-NAME x -> +OK
                CLIENT WHAT -> -ERR unknown subcommand 'WHAT'. Try CLIENT HELP.
                HELLO -> *14 $6 server $11 jacquard-kv $7 version $5 7.0.0 $5 proto :2 $2 id :1 $4 mode $10 standalone $4 role $6 master $7 modules *0
                HELLO 3 -> -NOPROTO unsupported protocol version
                HELLO x -> -ERR Protocol version is not an integer or out of range
                HELLO 2 WHAT -> -ERR Syntax error in HELLO option 'WHAT'
                RESET -> +RESET
                CLIENT GETNAME -> $-1
                NOTHING a b -> -ERR unknown command 'NOTHING', with args beginning with: 'a' 'b'
                GET -> -ERR wrong number of arguments for 'get' command
                GET a b -> -ERR wrong number of arguments for 'get' command
                CONFIG GET save appendonly -> *4 $4 save $0  $10 appendonly $2 no
                CONFIG GET none -> *0
                CONFIG SET save 1 -> -ERR Unknown option or number of arguments for CONFIG SET - 'save'
                COMMAND INFO get none -> *2 *6 $3 get :2 *1 +readonly :1 :1 :1 *-1
                COMMAND DOCS -> *0
                TIME -> *2 $4 1000 $1 0\
                """);
        assertThat(c.say("AUTH secret")).startsWith("-ERR AUTH <password> called without any");
        assertThat(c.say("HELLO 2 AUTH a b")).startsWith("-ERR AUTH <password> called without");
        assertThat(c.say("HELLO 2 SETNAME you")).startsWith("*14");
        assertThat(c.say("CLIENT LIST")).contains("id=1 addr=test name=you", "cmd=client");
        c.say("SET k v EX 1");
        assertThat(c.say("INFO keyspace")).contains("# Keyspace db0:keys=1,expires=1");
        assertThat(c.say("INFO")).contains("redis_version:7.0.0", "connected_clients:1");
        assertThat(c.say("COMMAND")).startsWith("*" + c.engine().table().all().size() + " *6");
        assertThat(c.client.isClosing()).isFalse();
        talk("QUIT -> +OK");
        assertThat(c.client.isClosing()).isTrue();
    }

    @Test
    void errorsDoNotSplitIntoSeveralReplies() {
        assertThat(c.say("a\r\nb")).isEqualTo("-ERR unknown command 'a  b', with args beginning with:");
        assertThat(c.say("x".repeat(100_000)).length()).isLessThan(300);
    }

    @Test
    void tellsWhoListens() {
        Conversation other = new Conversation(c.engine());
        talk(
                """
                SUBSCRIBE a b -> *3 $9 subscribe $1 a :1 *3 $9 subscribe $1 b :2
                PSUBSCRIBE n* -> *3 $10 psubscribe $2 n* :3
                GET k -> -ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context
                PING -> *2 $4 pong $0\
                """);
        assertThat(other.say("PUBLISH a hello")).isEqualTo(":1");
        assertThat(other.say("PUBLISH news 1")).isEqualTo(":1");
        assertThat(other.say("PUBLISH c 1")).isEqualTo(":0");
        assertThat(c.pushed).hasToString("*3 $7 message $1 a $5 hello*4 $8 pmessage $2 n* $4 news $1 1");
        assertThat(other.say("PUBSUB CHANNELS")).isEqualTo("*2 $1 a $1 b");
        assertThat(other.say("PUBSUB CHANNELS [b]")).isEqualTo("*1 $1 b");
        assertThat(other.say("PUBSUB NUMSUB a x")).isEqualTo("*4 $1 a :1 $1 x :0");
        assertThat(other.say("PUBSUB NUMPAT")).isEqualTo(":1");
        talk(
                """
                UNSUBSCRIBE a -> *3 $11 unsubscribe $1 a :2
                UNSUBSCRIBE -> *3 $11 unsubscribe $1 b :1
                UNSUBSCRIBE -> *3 $11 unsubscribe $-1 :1
                PUNSUBSCRIBE -> *3 $12 punsubscribe $2 n* :0
                GET k -> $-1
                SUBSCRIBE a -> *3 $9 subscribe $1 a :1\
                """);
        c.engine().disconnect(c.client);
        assertThat(other.say("PUBLISH a 1")).isEqualTo(":0");
        assertThat(other.say("PUBSUB CHANNELS")).isEqualTo("*0");
    }

    @Test
    void aReplyIsBounded() {
        c.say("SET k " + "x".repeat(1000));
        // As long as a request may be: 500 000 times one kilobyte.
        String command = "MGET" + " k".repeat(500_000);
        assertThat(c.say(command)).isEqualTo("-ERR the reply would be too long");
        assertThat(c.say("GET k")).hasSize(1006);
    }

    @Test
    void scansAllThatStays() {
        for (int i = 0; i < 1000; i++) {
            c.say("SET stays" + i + " v");
        }
        Set<String> seen = new TreeSet<>();
        Pattern reply = Pattern.compile("\\*2 \\$\\d+ (\\d+) \\*\\d+ ?(.*)");
        String cursor = "0";
        int steps = 0;
        do {
            var m = reply.matcher(c.say("SCAN " + cursor + " MATCH stays* COUNT 20"));
            assertThat(m.matches()).isTrue();
            cursor = m.group(1);
            for (String word : m.group(2).split(" ")) {
                if (word.startsWith("stays")) {
                    seen.add(word);
                }
            }
            for (int i = 0; i < 50; i++) { // comes and goes meanwhile
                c.say((steps % 2 == 0 ? "SET other" : "DEL other") + i + " v");
            }
            steps++;
        } while (!cursor.equals("0"));
        assertThat(seen).hasSize(1000);
        assertThat(steps).isBetween(40, 70);
        talk(
                """
                SCAN x -> -ERR invalid cursor
                SCAN 0 COUNT 0 -> -ERR syntax error
                SCAN 0 TYPE list COUNT 100000 -> *2 $1 0 *0
                SCAN 0 MATCH -> -ERR syntax error\
                """);
    }
}
