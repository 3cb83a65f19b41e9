#!/usr/bin/env bash
# startup.sh [--jdk HOME] [--no-build]
# What the agent costs: start of an empty main, a class that does not mention Jacquard, a method of 100 lines, 1,000 awaits.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
home=${JAVA_HOME:-} build=yes
while [ $# -gt 0 ]; do
    case $1 in
        --jdk) home=${2:?--jdk HOME}; shift ;;
        --no-build) build= ;;
        *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
    esac
    shift
done
java=${home:+$home/bin/java}
java=${java:-$(command -v java)}
[ -z "$build" ] || mvn -q -B -f ../../pom.xml -pl samples/benchmarks -am package -Dfast -Dmaven.test.skip=true || exit 1

jar=target/benchmarks.jar
"$java" -version 2>&1 | head -1
# Alone in a folder: a jar with a long class path would cost both sides time.
f=empty/Main.class
mkdir -p target/empty/${f%/*} && cp target/classes/$f target/empty/$f
"$java" -cp $jar dev.jacquard.benchmarks.startup.StartUp "$java" ../../agent/target/jacquard-agent.jar target/empty 20
"$java" -cp $jar dev.jacquard.benchmarks.startup.PassingClasses target/lib/jmh-core-*.jar target/lib/commons-math3-*.jar
"$java" -cp "$jar:target/lib/*" dev.jacquard.benchmarks.startup.WeavingTime
