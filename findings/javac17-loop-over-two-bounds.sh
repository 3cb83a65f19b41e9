#!/usr/bin/env bash
# javac 17 compiles a for-each loop over a variable of type X extends Object & Names into a call of a method that does not exist.
#
# Names extends Iterable and narrows the result of iterator() to an interface of its own. Expected: the loop runs, as it does over
# X extends Names, and as javac 25 (Temurin 25.0.3) compiles it: Iterable.iterator() that gives an Iterator, which every class has.
# Seen with javac 17 (OpenJDK 17.0.15): no error or warning; the loop calls Iterable.iterator() that gives a NamesIterator. The
# owner is that of the erased type's interface, the result is that of Names. At run time: NoSuchMethodError.
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
cat >"$work/Loop.java" <<'JAVA'
import java.util.Iterator;
import java.util.List;

class Loop {
    interface NamesIterator extends Iterator<String> {}

    interface Names extends Iterable<String> {
        @Override
        NamesIterator iterator();
    }

    static Names names() {
        Iterator<String> names = List.of("anna", "eve").iterator();
        return () -> new NamesIterator() {
            public boolean hasNext() { return names.hasNext(); }
            public String next() { return names.next(); }
        };
    }

    static <X extends Names> void oneBound(X names) {
        for (String name : names) System.out.println("one bound: " + name);
    }

    static <X extends Object & Names> void twoBounds(X names) {
        for (String name : names) System.out.println("two bounds: " + name);
    }

    public static void main(String[] args) {
        oneBound(names());
        try {
            twoBounds(names());
        } catch (NoSuchMethodError e) {
            System.out.println("two bounds: " + e);
        }
    }
}
JAVA
for home in "$old" "$new"; do
    mkdir "$work/out"
    "$home/bin/javac" -Xlint:all -d "$work/out" "$work/Loop.java"
    "$home/bin/java" -cp "$work/out" Loop | tee "$work/$([ "$home" = "$old" ] && echo 17 || echo 25).txt"
    rm -r "$work/out"
done
diff "$work/17.txt" - <<'TEXT' || exit 1
one bound: anna
one bound: eve
two bounds: java.lang.NoSuchMethodError: 'Loop$NamesIterator java.lang.Iterable.iterator()'
TEXT
diff "$work/25.txt" - <<'TEXT' || exit 1
one bound: anna
one bound: eve
two bounds: anna
two bounds: eve
TEXT
echo "As described."
