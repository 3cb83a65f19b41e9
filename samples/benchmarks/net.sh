#!/usr/bin/env bash
# net.sh [PART]... [--rounds N] [--jdk HOME] [--no-build] [--conns "1 50 1000"]
#
# The network, ours beside what it is compared with, in turn, on loopback, the client in a process of its own; medians of the rounds in tables.
#   echo   64 bytes there and back at 1, 50 and 1,000 connections: plain Netty handlers, ours, virtual threads, CPython, Node, Go
#   http   HTTP hello of Vert.x: a plain handler, and an @Async handler on our loop (client: wrk)
#   kv     the key-value sample and Debian's Redis (client: redis-benchmark)
#   idle   memory of 10,000 idle connections, ours and plain Netty's
#   cores  one loop and two loops, each message with half a millisecond of work, so that the client is not the limit (its CPU time is printed)
# The client of echo and the servers of other languages are the peers': $PEERS, else shared/peers beside the repository. A tool that is missing is
# said and its rows are left out: cc, wrk, redis-benchmark, redis-server, python3 ($PYTHON), node ($NODE), go ($GO). --jdk names a JDK 21 or newer for virtual threads.
# One CPU for the server and one for the client, as in the peers' script: 0 and 1; with one connection both on 0.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

parts=() rounds=5 build=yes conns="1 50 1000" warm=${WARM:-6} secs=${SECS:-3}
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=${java:-$(command -v java)}
jdk_vt=${JDK25_HOME:-}
while [ $# -gt 0 ]; do
    case $1 in
        echo | http | kv | idle | cores) parts+=("$1") ;;
        --rounds) rounds=${2:?--rounds N}; shift ;;
        --jdk) jdk_vt=${2:?--jdk HOME}; shift ;;
        --conns) conns=${2:?--conns LIST}; shift ;;
        --no-build) build= ;;
        *) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
[ ${#parts[@]} = 0 ] && parts=(echo http kv idle cores)
ours=dev.jacquard.benchmarks
peers=${PEERS:-../../../shared/peers}
out=target/net
python=${PYTHON:-}
for p in "$(pyenv prefix 3.13.0 2>/dev/null)/bin/python3" "$(command -v python3.13)" "$(command -v python3)"; do
    [ -z "$python" ] && [ -x "$p" ] && "$p" -c '' 2>/dev/null && python=$p
done
node=${NODE:-$(command -v node)}
go=${GO:-$(command -v go)}
mkdir -p $out
[ -n "$build" ] && { mvn -q -B -f ../../pom.xml -pl samples/benchmarks,samples/kv -am package -Dfast -Dmaven.test.skip=true || exit 1; }
cp='target/benchmarks.jar:target/lib/*'
heap="-Xms512m -Xmx512m"

skip() { echo "left out: $*" >&2; }
have() { command -v "$1" >/dev/null || { skip "$2 (no $1)"; return 1; }; }

# Servers that end with their input are given one that does not end.
exec 8< <(exec sleep infinity)
endless=$!
trap 'kill $endless' EXIT

# serve COMMAND...: starts a server and waits for its port
serve() {
    : >$out/port
    "$@" <&8 >$out/port 2>$out/server.err &
    server=$!
    local i
    for i in $(seq 200); do
        port=$(sed -n 's/^READY \([0-9]*\).*/\1/p' $out/port)
        [ -n "$port" ] && return 0
        kill -0 $server 2>/dev/null || break
        sleep 0.1
    done
    skip "$* did not start: $(head -1 $out/server.err)"
    stop
    return 1
}

stop() { kill $server 2>/dev/null; wait $server 2>/dev/null; }

# on CPU PID: all threads of a process on one CPU, or on several
on() { command -v taskset >/dev/null && taskset -acp "$1" "$2" >/dev/null; }

# pinned CPU COMMAND...
pinned() { local cpu=$1; shift; if command -v taskset >/dev/null; then taskset -c "$cpu" "$@"; else "$@"; fi; }

# ---- echo

echo_one() {
    local label=$1 c
    shift
    serve "$@" || return
    for c in $conns; do
        case $label in *-default) on 0-1 $server ;; *) on 0 $server ;; esac
        pinned $([ "$c" = 1 ] && echo 0 || echo 1) $out/client "$port" "$c" "$warm" "$secs" "$label" $server >>$out/echo.txt
    done
    stop
}

part_echo() {
    have cc echo && [ -r "$peers/echo/client.c" ] || { skip "echo (PEERS names the peers' folder)"; return; }
    cc -O2 -o $out/client "$peers/echo/client.c" || return
    : >$out/echo.txt
    [ -n "$jdk_vt" ] && [ -d "$peers/jvm25" ] && mkdir -p $out/vt && "$jdk_vt/bin/javac" -d $out/vt "$peers/jvm25/src/main/java/peers/vt/EchoServer.java"
    [ -n "$go" ] && (cd "$peers/go" && GOFLAGS=-mod=mod "$go" build -o "$OLDPWD/$out/goecho" ./echo)
    local r io
    for r in $(seq "$rounds"); do
        for io in nio epoll; do
            echo_one netty-$io "$java" $heap -cp "$cp" $ours.net.NettyEcho $io
            echo_one jacquard-$io "$java" $heap -cp "$cp" $ours.net.EchoServer $io
        done
        [ -d $out/vt ] && echo_one vt-1 "$jdk_vt/bin/java" $heap -Djdk.virtualThreadScheduler.parallelism=1 -cp $out/vt peers.vt.EchoServer
        [ -d "$peers/py" ] && [ -n "$python" ] && echo_one asyncio-streams "$python" "$peers/py/echo_server.py" streams
        [ -d "$peers/node" ] && [ -n "$node" ] && echo_one node-net "$node" "$peers/node/echo.js"
        [ -x $out/goecho ] && GOMAXPROCS=1 echo_one go-net $out/goecho
    done
    [ -d $out/vt ] || skip "virtual threads (--jdk names a JDK 21 or newer)"
    [ -x $out/goecho ] || skip "Go (no go; GO names one)"
    python3 netreport.py echo $out/echo.txt
}

# ---- http

http_one() {
    local label=$1 c
    shift
    serve "$@" || return
    on 0 $server
    for c in 50; do
        pinned 1 wrk -t1 -c$c -d"${warm}s" "http://127.0.0.1:$port/hello" >/dev/null
        pinned 1 wrk -t1 -c$c -d"${secs}s" --latency "http://127.0.0.1:$port/hello" | sed "s/^/$label $c /" >>$out/http.txt
    done
    stop
}

part_http() {
    have wrk http || return
    : >$out/http.txt
    local r io
    for r in $(seq "$rounds"); do
        for io in nio epoll; do
            http_one vertx-$io "$java" $heap -cp "$cp" $ours.http.HttpHelloPlain $io
            http_one jacquard-$io "$java" $heap -cp "$cp" $ours.http.HttpHelloJacquard $io
        done
    done
    python3 netreport.py http $out/http.txt
}

# ---- key-value server

kv_one() {
    local label=$1 p=$2 pipeline
    for pipeline in 1 16; do
        pinned 1 redis-benchmark -p "$p" -t set,get,incr,lpush,lpop -n 20000 -c 50 -P $pipeline -q >/dev/null
        pinned 1 redis-benchmark -p "$p" -t set,get,incr,lpush,lpop -n 100000 -c 50 -P $pipeline --csv | sed "s/^/$label $pipeline /" >>$out/kv.txt
    done
}

part_kv() {
    have redis-benchmark kv || return
    : >$out/kv.txt
    local r io
    for r in $(seq "$rounds"); do
        for io in nio epoll; do
            if serve "$java" $heap -javaagent:../../agent/target/jacquard-agent.jar -cp '../kv/target/jacquard-kv.jar:../kv/target/lib/*' dev.jacquard.samples.kv.KvSample --port 0 --io $io; then
                on 0 $server
                kv_one jacquard-$io "$port"
                stop
            fi
        done
        if have redis-server "Debian's Redis"; then
            redis-server --port 17379 --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
            server=$!
            sleep 1
            on 0 $server
            kv_one redis 17379
            stop
        fi
    done
    python3 netreport.py kv $out/kv.txt
}

# ---- idle connections

live() { "${java%/java}/jcmd" "$1" GC.class_histogram | awk '/^Total/ { print $3 }'; }
mine() { "${java%/java}/jcmd" "$1" GC.class_histogram | awk '$4 ~ /dev\.jacquard/ { n += $3 } END { print n + 0 }'; }
rss() { awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$1/status"; }

idle_one() {
    local label=$1 n=10000
    shift
    serve "$@" || return
    # warm: what the first connection brings is not each one's
    "$python" hold.py "$port" 200 </dev/null >/dev/null
    sleep 1
    local live0 mine0 rss0 live1 mine1 rss1 holder
    live0=$(live $server) mine0=$(mine $server) rss0=$(rss $server)
    mkfifo $out/hold.$$
    "$python" hold.py "$port" $n <$out/hold.$$ >$out/held 2>&1 &
    holder=$!
    exec 9>$out/hold.$$
    while ! grep -q HELD $out/held && kill -0 $holder 2>/dev/null; do sleep 0.2; done
    if grep -q HELD $out/held; then
        live1=$(live $server) mine1=$(mine $server) rss1=$(rss $server)
        echo "$label $n $((live1 - live0)) $((mine1 - mine0)) $((rss1 - rss0))" >>$out/idle.txt
    else
        skip "idle $label: $(tail -1 $out/held)"
    fi
    exec 9>&-
    wait $holder
    rm -f $out/hold.$$
    stop
}

part_idle() {
    [ -n "$python" ] && have "${java%/java}/jcmd" idle || return
    : >$out/idle.txt
    local io
    for io in nio epoll; do
        idle_one netty-$io "$java" $heap -cp "$cp" $ours.net.NettyEcho $io
        idle_one jacquard-$io "$java" $heap -cp "$cp" $ours.net.EchoServer $io
    done
    python3 netreport.py idle $out/idle.txt
}

# ---- several cores

part_cores() {
    have cc cores && [ -r "$peers/echo/client.c" ] || { skip "cores (PEERS names the peers' folder)"; return; }
    cc -O2 -o $out/client "$peers/echo/client.c" || return
    : >$out/cores.txt
    local r n io
    for r in $(seq "$rounds"); do
        for n in 1 2; do
            serve "$java" $heap -cp "$cp" $ours.net.WorkServer epoll $n || continue
            $out/client "$port" 50 "$warm" "$secs" loops-$n $server >>$out/cores.txt
            stop
        done
    done
    python3 netreport.py cores $out/cores.txt
}

for p in "${parts[@]}"; do part_"$p"; done
