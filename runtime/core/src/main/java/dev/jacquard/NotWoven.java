package dev.jacquard;

import java.util.List;

/** What the functions of the language say where they are really called. */
final class NotWoven {
    private NotWoven() {}

    /**
     * To be called by such a function itself.
     *
     * @param what its name
     */
    static IllegalStateException calling(String what) {
        List<StackTraceElement> callers = StackWalker.getInstance()
                .walk(s -> s.skip(2).map(f -> f.toStackTraceElement()).toList());
        int user = 0;
        while (user < callers.size() && isJdk(callers.get(user))) {
            user++;
        }
        String caller = user == callers.size() ? "Code" : callers.get(user).toString();
        return new IllegalStateException(user > 0 ? indirectly(caller, callers.get(0), what) : directly(caller, what));
    }

    private static String indirectly(String caller, StackTraceElement calling, String what) {
        return """
                %s has let %s call %s, where it cannot suspend: as a method reference (Asyncio::%3$s) or by\
                 reflection. Write a loop in an @Async method, or a lambda that returns Coroutine."""
                .formatted(caller, calling, what);
    }

    private static String directly(String caller, String what) {
        return """
                %s called %s but is not woven. Weave it: either start the JVM with -javaagent:jacquard-agent.jar\
                 (jshell with -R-javaagent:...), or weave at build time with the jacquard-maven-plugin, or with:\
                 java -jar jacquard-agent.jar weave DIRECTORY. The method has to be annotated @Async, or be a\
                 lambda that returns Coroutine."""
                .formatted(caller, what);
    }

    private static boolean isJdk(StackTraceElement row) {
        return row.getClassName().startsWith("java.") || row.getClassName().startsWith("jdk.");
    }
}
