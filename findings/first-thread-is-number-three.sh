#!/usr/bin/env bash
# The JVM's first thread, which calls main, is number 3 on JDK 25; it is number 1 on JDK 17.
#
# Expected: Thread.currentThread().getId() == 1 in main, as on all JDKs up to 17; shutdown code, profilers and log filters tell the main
# thread by that, as its name can be changed and it has no other mark.
# Seen on JDK 25 (Temurin 25.0.3): 3, with and without an agent. 1 and 2 are nobody's: no live thread has them. On JDK 17 (OpenJDK
# 17.0.15): 1, and 2 and 3 are the reference handler and the finalizer. Found as a shutdown hook of ours waited for main by its number.
#
# Needs a JDK 17 (JAVA17_HOME, else a sibling of the default) and a JDK 25 (JAVA25_HOME, else a sibling). Exit 1 if this has changed.
set -eu
siblings=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")")
jdk() { # jdk VERSION: the home of a JDK of that feature version, or nothing
    local home
    for home in "$siblings"/*; do
        [ -x "$home/bin/javac" ] && grep -q "^JAVA_VERSION=\"$1[.\"]" "$home/release" && { echo "$home"; return; }
    done
    return 0
}
old=${JAVA17_HOME:-$(jdk 17)}
new=${JAVA25_HOME:-$(jdk 25)}
[ -n "$old" ] && [ -n "$new" ] || { echo "skipped: needs a JDK 17 and a JDK 25 (JAVA17_HOME, JAVA25_HOME)"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Main.java" <<'JAVA'
import java.util.TreeMap;

class Main {
    public static void main(String[] args) {
        TreeMap<Long, String> low = new TreeMap<>();
        for (Thread t : Thread.getAllStackTraces().keySet()) {
            if (t.getId() <= 3) {
                low.put(t.getId(), t.getName());
            }
        }
        System.out.println(Thread.currentThread().getId() + " of " + low);
    }
}
JAVA
"$old/bin/javac" -d "$work" "$work/Main.java"
on17=$("$old/bin/java" -cp "$work" Main)
on25=$("$new/bin/java" -cp "$work" Main)
echo "17: $on17"
echo "25: $on25"
[ "${on17%% *}" = 1 ] && [ "$on25" = "3 of {3=main}" ]
