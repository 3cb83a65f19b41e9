#!/usr/bin/env bash
# CompletableFuture.join(), get() and getNow() on a cancelled future: JDK 25 throws another exception than JDK 17.
#
# Expected: the CancellationException with which the future was completed, as on JDK 17 (OpenJDK 17.0.15): the very object, with its
# message, a subclass as it is, and the same one from each call.
# Seen on JDK 25 (Temurin 25.0.3): each call throws a new CancellationException whose message is the name of the method called ("join",
# "get", "getNow"); what the future was completed with is only its cause. handle() and whenComplete() still hand in the original.
# So code that reads the message, or catches a subclass of CancellationException, works on 17 and no longer on 25, and code that
# compares what join() throws with what whenComplete() told finds two exceptions.
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
cat >"$work/Cancelled.java" <<'JAVA'
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

class Cancelled {
    static class Own extends CancellationException {
        Own() { super("the user left"); }
    }

    public static void main(String[] args) {
        CompletableFuture<String> future = new CompletableFuture<>();
        Own own = new Own();
        future.completeExceptionally(own);
        show("join", own, future, CompletableFuture::join);
        show("getNow", own, future, f -> f.getNow(""));
        future.whenComplete((v, e) -> System.out.println("whenComplete: the same object " + (e == own)));
    }

    static void show(String how, Own own, CompletableFuture<String> future, Consumer<CompletableFuture<String>> read) {
        try {
            read.accept(future);
        } catch (CancellationException e) {
            System.out.println(how + ": the same object " + (e == own) + ", message \"" + e.getMessage() + "\", cause is the original " + (e.getCause() == own));
        }
    }
}
JAVA
"$old/bin/javac" -d "$work" "$work/Cancelled.java"
"$old/bin/java" -cp "$work" Cancelled >"$work/17.txt"
"$new/bin/java" -cp "$work" Cancelled >"$work/25.txt"
echo "JDK 17:"; cat "$work/17.txt"; echo "JDK 25:"; cat "$work/25.txt"

diff "$work/17.txt" - <<'TEXT' || exit 1
join: the same object true, message "the user left", cause is the original false
getNow: the same object true, message "the user left", cause is the original false
whenComplete: the same object true
TEXT
diff "$work/25.txt" - <<'TEXT' || exit 1
join: the same object false, message "join", cause is the original true
getNow: the same object false, message "getNow", cause is the original true
whenComplete: the same object true
TEXT
echo "As described."
