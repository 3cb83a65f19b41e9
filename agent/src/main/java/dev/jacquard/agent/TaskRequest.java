package dev.jacquard.agent;

import dev.jacquard.weaver.model.RuntimeNames;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * What {@code ps} and {@code pstree} ask of a running process: {@link TasksCommand} attaches and calls the agent there
 * with {@code ps=KEY}; the answer is left in the system property KEY, where the asker finds it. So no file and no port
 * is needed, and it works across containers and users. {@code forget=KEY} takes the answer away.
 */
final class TaskRequest {
    static final String PREFIX = "jacquard.tasks.";

    /** Begins an answer that says why there is none. */
    static final String ERROR = "error: ";

    private static final String RUNTIME = RuntimeNames.EVENT_LOOP.replace('/', '.');
    private static final String ANSWERER = RuntimeNames.LIVE_TASKS.replace('/', '.');

    private TaskRequest() {}

    static boolean isOne(String options) {
        return options.startsWith("ps=" + PREFIX)
                || options.startsWith("pstree=" + PREFIX)
                || options.startsWith("forget=" + PREFIX);
    }

    static void answer(String options, Instrumentation instrumentation) {
        int at = options.indexOf('=');
        String command = options.substring(0, at);
        String key = options.substring(at + 1);
        if (command.equals("forget")) {
            System.clearProperty(key);
            return;
        }
        String answer;
        try {
            answer = ask(command, instrumentation);
        } catch (InvocationTargetException e) {
            answer = ERROR + e.getCause();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            answer = ERROR + "its runtime does not answer, is it of another release? " + e;
        }
        System.setProperty(key, answer);
    }

    /** Several class loaders may each have a runtime of their own. */
    private static String ask(String command, Instrumentation instrumentation) throws ReflectiveOperationException {
        StringBuilder all = new StringBuilder();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(RUNTIME)) {
                open(type, instrumentation);
                Method method =
                        Class.forName(ANSWERER, true, type.getClassLoader()).getDeclaredMethod(command);
                method.setAccessible(true);
                all.append((String) method.invoke(null));
            }
        }
        return all.length() == 0 ? ERROR + "it uses no event loop of Jacquard (so far)." : all.toString();
    }

    private static void open(Class<?> type, Instrumentation instrumentation) {
        if (type.getModule().isNamed()) {
            instrumentation.redefineModule(
                    type.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(type.getPackageName(), Set.of(TaskRequest.class.getModule())),
                    Set.of(),
                    Map.of());
        }
    }
}
