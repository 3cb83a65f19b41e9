#!/usr/bin/env bash
# run.sh [quick|full] [--jdk HOME]... [--only REGEX] [--rounds N] [--no-build]
#
# Runs Jacquard and the peers (LimitB, Plain, Kotlin) in turn, and prints one table.
# quick: 1 round of short runs, numbers only roughly right (5 minutes); full: 5 rounds at the peers' length (25 minutes).
# The default JDK always; each --jdk adds another, which runs the same class files. --only selects benchmarks by name.
# The peers' sources: $PEERS, else shared/peers beside the repository; without them Jacquard runs alone.
# Results: target/results, table: target/results/table.md
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

mode=full only=. rounds= build=yes
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
jdks=("${java:-$(command -v java)}")
while [ $# -gt 0 ]; do
    case $1 in
        quick | full) mode=$1 ;;
        --jdk) jdks+=("${2:?--jdk HOME}/bin/java"); shift ;;
        --only) only=${2:?--only REGEX}; shift ;;
        --rounds) rounds=${2:?--rounds N}; shift ;;
        --no-build) build= ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done

how="-wi 3 -w 500ms -i 4 -r 500ms"
: "${rounds:=$([ $mode = quick ] && echo 1 || echo 5)}"
[ $mode = quick ] && how="-wi 2 -w 200ms -i 2 -r 200ms"
heap="-Xms2g -Xmx2g -XX:+AlwaysPreTouch" # as the peers

peers=${PEERS:-../../../shared/peers}
if [ -n "$build" ]; then
    mvn -q -B -f ../../pom.xml -pl samples/benchmarks -am package -Dfast -Dmaven.test.skip=true || exit 1
    if [ -d "$peers/jvm17" ]; then # into a copy: theirs may be read-only
        mkdir -p target/peers && cp -R "$peers/jvm17" target/peers/ && chmod -R u+w target/peers &&
            mvn -q -B -f target/peers/jvm17/pom.xml package || exit 1
    fi
fi
cp_ours=target/benchmarks.jar
cp_peers='target/peers/jvm17/target/classes:target/peers/jvm17/target/lib/*'
"${jdks[0]}" -cp $cp_ours dev.jacquard.benchmarks.Check >/dev/null || exit 1
[ -d target/peers/jvm17/target/classes ] || { echo "no peers: set PEERS to their folder" >&2; cp_peers=; }

rm -rf target/results
mkdir -p target/results

# one JDK COLLECTOR ROUND CLASS METHOD: one fork of one benchmark of one system
one() {
    local number=$1 collector=$2 round=$3 class=$4 method=$5 path=$cp_peers flags=$heap
    [[ $class = dev.* ]] && path=$cp_ours
    [ -n "$path" ] || return 0
    [[ $method =~ $only ]] || return 0
    [ "$collector" = Parallel ] && flags="$flags -XX:+UseParallelGC"
    [ "$collector" = G1 ] && flags="$flags -XX:+UseG1GC"
    local name=target/results/$number-$collector-$round-${class##*.}-$method
    "${jdks[$number]}" -cp "$path" org.openjdk.jmh.Main "^${class//./\\.}\\.$method\$" -f 1 $how -prof gc -foe true \
        -jvmArgs "$flags" -rf json -rff "$name.json" >"$name.log" 2>&1 || { echo "FAILED: $name.log" >&2; failed=yes; }
}

methods="b1_await_ready b2_call_chain b2_call_chain_flat b3_call_chain_suspend b4_yield_1task b4_yield_1000tasks b5_spawn_gather"
variants="instance interface1 interface3 other_package not_woven"
failed=
for round in $(seq "$rounds"); do
    # Every other round the other way about, so that nobody always comes first.
    systems="peers.bench.LimitB dev.jacquard.benchmarks.Jacquard peers.bench.Kotlin"
    [ $((round % 2)) = 0 ] && systems="peers.bench.Kotlin dev.jacquard.benchmarks.Jacquard peers.bench.LimitB"
    for number in "${!jdks[@]}"; do
        echo "== round $round of $rounds, ${jdks[$number]}" >&2
        for method in $methods; do
            for system in $systems; do one "$number" G1 "$round" "$system" "$method"; done
            case $method in b2_*) one "$number" G1 "$round" peers.bench.Plain "$method" ;; esac
            case $method in
                b2_call_chain | b3_call_chain_suspend)
                    for variant in $variants; do
                        one "$number" G1 "$round" dev.jacquard.benchmarks.JacquardVariants "${method}_$variant"
                    done ;;
                b5_*) for system in $systems; do one "$number" Parallel "$round" "$system" "$method"; done ;;
            esac
        done
    done
done
python3 report.py target/results | tee target/results/table.md
[ -z "$failed" ]
