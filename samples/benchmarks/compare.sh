#!/usr/bin/env bash
# compare.sh REVISION [--jdk HOME]... [--only REGEX] [--rounds N] [--no-build]
#
# Is this tree as fast as it was? Builds the benchmarks of a git revision beside this tree's, runs both in turn (each round the other way
# about), and prints medians and their ratio for b1 to b8, and for bytes per suspended task. 5 rounds of short runs on the default JDK, and
# on each --jdk; a quarter of an hour for one JDK. --only selects rows by name (b1_… to b8_…, memory). --no-build takes what the last call built.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

revision= only=. rounds=5 build=yes
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
jdks=("${java:-$(command -v java)}")
while [ $# -gt 0 ]; do
    case $1 in
        --jdk) jdks+=("${2:?--jdk HOME}/bin/java"); shift ;;
        --only) only=${2:?--only REGEX}; shift ;;
        --rounds) rounds=${2:?--rounds N}; shift ;;
        --no-build) build= ;;
        -*) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
        *) revision=$1 ;;
    esac
    shift
done
[ -n "$revision" ] || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2; }

out=target/compare
heap="-Xms2g -Xmx2g -XX:+AlwaysPreTouch"
ours=dev.jacquard.benchmarks
methods="b1_await_ready b2_call_chain b2_call_chain_flat b3_call_chain_suspend b4_yield_1task b4_yield_1000tasks
    b5_spawn_gather b6_pingpong b7_skynet b8_lock_contention"

# build NAME TREE: the benchmarks of a tree, as $out/NAME/benchmarks.jar with its lib/
build() {
    mvn -q -B -f "$2/pom.xml" -pl samples/benchmarks -am package -Dfast -Dmaven.test.skip=true || exit 1
    rm -rf "${out:?}/$1" && mkdir -p "$out/$1" && cp -R "$2"/samples/benchmarks/target/{benchmarks.jar,lib} "$out/$1/" || exit 1
}

mkdir -p $out
if [ -n "$build" ]; then
    tree=$PWD/$out/tree
    git worktree remove --force "$tree" 2>/dev/null
    git worktree add -q --force --detach "$tree" "$revision" || exit 1
    build before "$tree"
    git worktree remove --force "$tree"
    build after ../..
fi
rm -rf $out/results && mkdir -p $out/results

failed=
# one JDK ROUND BUILD METHOD: one fork; the name of its result says which
one() {
    local name=$out/results/$1-$2-$3-$4
    "${jdks[$1]}" -Djmh.ignoreLock=true -cp "$out/$3/benchmarks.jar" org.openjdk.jmh.Main "^${ours//./\\.}\\.Jacquard\\.$4\$" \
        -f 1 -wi 3 -w 300ms -i 3 -r 300ms -prof gc -foe true -jvmArgs "$heap -XX:+UseG1GC" -rf json -rff "$name.json" >"$name.log" 2>&1 ||
        { echo "FAILED: $name.log" >&2; failed=yes; }
}

# mem JDK BUILD DEPTH: bytes per suspended task; does not depend on the machine's load, so one round will do
mem() {
    "${jdks[$1]}" -Xms2g -Xmx6g -cp "$out/$2/benchmarks.jar" $ours.Mem Jacquard "$3" 200000 >"$out/results/mem.log" 2>&1 || failed=yes
    sed -n "s/^MEM /$1 $2 /p" "$out/results/mem.log" >>$out/results/memory.txt
}

for number in "${!jdks[@]}"; do
    echo "JDK $number $("${jdks[$number]}" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.version = //p')" >>$out/results/jdks.txt
    for round in $(seq "$rounds"); do
        order="before after"
        [ $((round % 2)) = 0 ] && order="after before"
        for method in $methods; do
            [[ $method =~ $only ]] || continue
            for which in $order; do one "$number" "$round" "$which" "$method"; done
        done
    done
    [[ memory =~ $only ]] && for depth in 1 5 10; do mem "$number" before $depth; mem "$number" after $depth; done
done
"${PYTHON:-python3}" compare.py $out/results | tee $out/table.md
[ -z "$failed" ]
