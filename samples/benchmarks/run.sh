#!/usr/bin/env bash
# run.sh [quick|full] [--jdk HOME]... [--only REGEX] [--rounds N] [--no-build] [--keep]
#
# Runs Jacquard, the hand-written LimitC and the peers (LimitB, Kotlin, virtual threads, Go on one core, Node, CPython) in turn, and prints
# one table. quick: 1 round of short runs, numbers only roughly right (10 minutes); full: 5 rounds at the peers' length (80 minutes).
# The default JDK always; each --jdk adds another, which runs the same class files. --only selects rows by name (b1_… to b8_…, timers,
# memory, sleepers, churn, order); --keep adds to the results that are there. Virtual threads run on a --jdk that has them, or on $JDK25_HOME. A peer whose tool is missing is skipped.
# Tools: java, mvn and python3 on the PATH; $PYTHON, $NODE, $GO name others. The peers' sources: $PEERS, else shared/peers beside the
# repository; without them Jacquard and LimitC run alone. Results: target/results, table: target/results/table.md
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

mode=full only=. rounds= build=yes keep=
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
jdks=("${java:-$(command -v java)}")
while [ $# -gt 0 ]; do
    case $1 in
        quick | full) mode=$1 ;;
        --jdk) jdks+=("${2:?--jdk HOME}/bin/java"); shift ;;
        --only) only=${2:?--only REGEX}; shift ;;
        --rounds) rounds=${2:?--rounds N}; shift ;;
        --no-build) build= ;;
        --keep) keep=yes ;;
        *) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done

how="-wi 3 -w 500ms -i 4 -r 500ms" scale=1 tasks=1000000 parked=1000000
[ $mode = quick ] && how="-wi 2 -w 200ms -i 2 -r 200ms" scale=0.1 parked=300000
: "${rounds:=$([ $mode = quick ] && echo 1 || echo 5)}"
heap="-Xms2g -Xmx2g -XX:+AlwaysPreTouch" # as the peers
ours=dev.jacquard.benchmarks
results=target/results

# ---- tools

skip() { echo "skipped: $*" | tee -a $results/skipped.txt >&2; }

has_virtual_threads() { [ -x "$1" ] && "$1" -XshowSettings:properties -version 2>&1 | grep -qE 'specification.version = (2[1-9]|[3-9][0-9])'; }

find_tools() {
    python=${PYTHON:-}
    local p
    for p in "$(pyenv prefix 3.13.0 2>/dev/null)/bin/python3" "$(command -v python3.13)" "$(command -v python3)"; do
        [ -z "$python" ] && [ -x "$p" ] && "$p" -c '' 2>/dev/null && python=$p
    done
    node=${NODE:-$(command -v node)}
    go=${GO:-$(command -v go)}
    jdk_vt=
    for p in "${jdks[@]}" "${JDK25_HOME:-}/bin/java"; do has_virtual_threads "$p" && jdk_vt=$p; done
}

build() {
    mvn -q -B -f ../../pom.xml -pl samples/benchmarks -am package -Dfast -Dmaven.test.skip=true || exit 1
    [ -d "$peers/jvm17" ] || return 0
    # into a copy: theirs may be read-only
    mkdir -p target/peers && cp -R "$peers"/{jvm17,jvm25,py,node,go} target/peers/ && chmod -R u+w target/peers || exit 1
    mvn -q -B -f target/peers/jvm17/pom.xml package || exit 1
    if [ -n "$jdk_vt" ]; then
        JAVA_HOME=$(dirname "$(dirname "$jdk_vt")") mvn -q -B -f target/peers/jvm25/pom.xml package || exit 1
    fi
    if [ -n "$go" ]; then
        (cd target/peers/go && GOFLAGS=-mod=mod GOROOT=${GOROOT:-} "$go" build -o ../gobench ./bench) || exit 1
    fi
}

peers=${PEERS:-../../../shared/peers}
find_tools
[ -n "$keep" ] || rm -rf $results
mkdir -p $results
[ -n "$build" ] && build
cp_ours=target/benchmarks.jar
cp_peers='target/peers/jvm17/target/classes:target/peers/jvm17/target/lib/*'
cp_vt='target/peers/jvm25/target/classes:target/peers/jvm25/target/lib/*'
[ -d target/peers/jvm17/target/classes ] || { skip "all peers (set PEERS to their folder)"; cp_peers= cp_vt= node= go= jdk_vt=; }
[ -d target/peers/py ] && { [ -n "$python" ] || skip "CPython (no python3; PYTHON names one)"; }
[ -d target/peers/node ] && { [ -n "$node" ] || skip "Node (no node; NODE names one)"; }
[ -d target/peers/go ] && { [ -x target/peers/gobench ] || skip "Go (no go; GO names one)"; }
[ -d target/peers/jvm25 ] && { [ -n "$jdk_vt" ] && [ -d target/peers/jvm25/target/classes ] || { skip "virtual threads (no JDK 21 or newer; --jdk or JDK25_HOME names one)"; jdk_vt=; }; }
"${jdks[0]}" -cp $cp_ours $ours.Check >/dev/null || exit 1

for number in "${!jdks[@]}"; do
    echo "JDK $number $("${jdks[$number]}" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')" >>$results/lines.txt
done

# ---- running

failed=

wanted() { [[ $1 =~ $only ]]; }

# one JDK COLLECTOR ROUND CLASS METHOD: one fork of one benchmark of one system; JDK is a number, or vt
one() {
    local number=$1 collector=$2 round=$3 class=$4 method=$5 path=$cp_peers flags=$heap jdk system=${4##*.}
    wanted "$method" || return 0
    case $class in
        dev.*) path=$cp_ours ;;
        VT) class=peers.vt.Vt path=$cp_vt flags="$flags -Djdk.virtualThreadScheduler.parallelism=1" ;;
        VT-default) class=peers.vt.Vt path=$cp_vt ;;
    esac
    [ "$number" = vt ] && jdk=$jdk_vt || jdk=${jdks[$number]}
    [ -n "$path" ] && [ -n "$jdk" ] || return 0
    [ "$collector" = Parallel ] && flags="$flags -XX:+UseParallelGC"
    [ "$collector" = G1 ] && flags="$flags -XX:+UseG1GC"
    local name=$results/$number-$collector-$round-$system-$method
    "$jdk" -Djmh.ignoreLock=true -cp "$path" org.openjdk.jmh.Main "^${class//./\\.}\\.$method\$" -f 1 $how -prof gc -foe true \
        -jvmArgs "$flags" -rf json -rff "$name.json" >"$name.log" 2>&1 || { echo "FAILED: $name.log" >&2; failed=yes; }
}

# lines JDK COMMAND…: keeps what a program prints for the report, with the number of the JDK (or -) before it
lines() {
    local number=$1
    shift
    "$@" >$results/last.log 2>&1 || { echo "FAILED: $*" >&2; tail -3 $results/last.log >&2; failed=yes; return; }
    sed -n "s/^\(BENCH\|MEM\|TIMERS\|SLEEPERS\|CHURN\) /$number &/p" $results/last.log >>$results/lines.txt
}

# What is no JVM has all its benchmarks in one process.
others() {
    [[ b1_b2_b3_b4_b5_b6_b7_b8 =~ $only || $only =~ b[1-8] ]] || return 0
    [ -d target/peers/py ] && [ -n "$python" ] && {
        lines - "$python" target/peers/py/bench.py default 1 $scale
        lines - "$python" target/peers/py/bench.py eager 1 $scale
    }
    [ -n "$node" ] && lines - "$node" --expose-gc --max-old-space-size=8192 target/peers/node/bench.js 1 $scale
    [ -x target/peers/gobench ] && GOMAXPROCS=1 lines - target/peers/gobench 1 $scale
}

timers() {
    wanted timers || return 0
    local flags="-Xms4g -Xmx4g -XX:+AlwaysPreTouch" number system
    for number in "${!jdks[@]}"; do
        for system in LimitC Jacquard; do lines "$number" "${jdks[$number]}" $flags -cp $cp_ours $ours.Timers $system $tasks 3; done
        [ -n "$cp_peers" ] && for system in LimitB Kotlin; do
            lines "$number" "${jdks[$number]}" $flags -cp "$cp_peers" peers.bench.Timers $system $tasks 3
        done
    done
    [ -n "$jdk_vt" ] && {
        lines - "$jdk_vt" $flags -Djdk.virtualThreadScheduler.parallelism=1 -cp "$cp_vt" peers.vt.Timers VT $tasks 3
        lines - "$jdk_vt" $flags -cp "$cp_vt" peers.vt.Timers VT-default $tasks 3
    }
    [ -d target/peers/py ] && [ -n "$python" ] && lines - "$python" target/peers/py/timers.py $((tasks / 10)) 1
    [ -n "$node" ] && lines - "$node" --max-old-space-size=8192 target/peers/node/timers.js $tasks 2
    [ -x target/peers/gobench ] && GOMAXPROCS=1 lines - target/peers/gobench timers $tasks 2
}

memory() {
    wanted memory || return 0
    local flags="-Xms2g -Xmx6g" number depth system
    for depth in 1 5 10; do
        for number in "${!jdks[@]}"; do
            for system in LimitC Jacquard JacquardEvent; do lines "$number" "${jdks[$number]}" $flags -cp $cp_ours $ours.Mem $system $depth $parked; done
            [ -n "$cp_peers" ] && for system in LimitB Kotlin KotlinGate; do
                lines "$number" "${jdks[$number]}" $flags -cp "$cp_peers" peers.bench.Mem $system $depth $parked
            done
        done
        [ -n "$jdk_vt" ] && lines - "$jdk_vt" $flags -cp "$cp_vt" peers.vt.Mem $depth $((parked / 2))
        [ -d target/peers/py ] && [ -n "$python" ] && lines - "$python" target/peers/py/mem.py $depth $((parked / 10))
        [ -n "$node" ] && lines - "$node" --expose-gc --max-old-space-size=8192 target/peers/node/mem.js $depth $((parked / 10))
        [ -x target/peers/gobench ] && GOMAXPROCS=1 lines - target/peers/gobench mem $depth $((parked / 2))
    done
}

# A million tasks that sleep at once, under ever smaller heaps; ten million tasks, one after the other.
sleepers() {
    wanted sleepers || return 0
    local number megabytes
    for number in "${!jdks[@]}"; do
        lines "$number" "${jdks[$number]}" -Xmx400m -cp $cp_ours $ours.Sleepers 1000000
        for megabytes in 300 240 220 200 190 180; do
            "${jdks[$number]}" -Xmx${megabytes}m -cp $cp_ours $ours.Sleepers 1000000 >$results/last.log 2>&1 || break
            sed -n "s/^SLEEPERS /$number &/p" $results/last.log >>$results/lines.txt
        done
    done
}

churn() {
    wanted churn || return 0
    local number
    for number in "${!jdks[@]}"; do lines "$number" "${jdks[$number]}" -Xmx400m -cp $cp_ours $ours.Churn 10000000; done
}

# LimitC's order of events is CPython's.
order() {
    wanted order || return 0
    [ -n "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' || { skip "the order of events of LimitC (no CPython 3.13; PYTHON names one)"; return; }
    local seed=$RANDOM
    "$python" order.py make $seed 2000 >$results/order.txt
    "$python" order.py run $results/order.txt >$results/order.cpython.txt || failed=yes
    "${jdks[0]}" -cp $cp_ours $ours.limit.Order $results/order.txt >$results/order.limitc.txt || failed=yes
    if cmp $results/order.cpython.txt $results/order.limitc.txt; then
        echo "ORDER LimitC scenarios=2000 seed=$seed same as CPython" >>$results/lines.txt
    else
        echo "FAILED: the order of events of LimitC is not CPython's" >&2
        failed=yes
    fi
}

methods="b1_await_ready b2_call_chain b2_call_chain_flat b3_call_chain_suspend b4_yield_1task b4_yield_1000tasks
    b5_spawn_gather b6_pingpong b7_skynet b8_lock_contention"
variants="instance interface1 interface3 other_package not_woven"

# measure ROUND METHOD: all that run it, in turn
measure() {
    local round=$1 method=$2 system collector number variant collectors=G1
    local systems="peers.bench.LimitB $ours.LimitC $ours.Jacquard peers.bench.Kotlin"
    case $method in
        b1_* | b2_*) systems="peers.bench.LimitB $ours.Jacquard peers.bench.Kotlin" ;;
        b5_* | b7_*) collectors="G1 Parallel" ;;
    esac
    # Every other round the other way about, so that nobody always comes first.
    [ $((round % 2)) = 0 ] && systems=$(printf '%s\n' $systems | tac)
    for number in "${!jdks[@]}"; do
        for collector in $collectors; do
            for system in $systems; do one "$number" "$collector" "$round" "$system" "$method"; done
        done
        case $method in b2_*) one "$number" G1 "$round" peers.bench.Plain "$method" ;; esac
        case $method in
            b2_call_chain | b3_call_chain_suspend)
                for variant in $variants; do one "$number" G1 "$round" $ours.JacquardVariants "${method}_$variant"; done ;;
            b8_*) one "$number" G1 "$round" $ours.JacquardVariants "${method}_with" ;;
        esac
    done
    case $method in
        b2_call_chain_flat) ;;
        b[5-8]_*) one vt G1 "$round" VT "$method"; one vt G1 "$round" VT-default "$method" ;;
        *) one vt G1 "$round" VT "$method" ;;
    esac
}

order
earlier=$(find $results -name '*.json' | sed -E 's/.*-(G1|Parallel)-([0-9]+)-.*/\2/' | sort -n | tail -1)
for round in $(seq $((earlier + 1)) $((earlier + rounds))); do
    echo "== round $round" >&2
    for method in $methods; do measure "$round" "$method"; done
    others
    timers
done
memory
sleepers
churn
"${python:-python3}" report.py $results | tee $results/table.md
[ -z "$failed" ]
