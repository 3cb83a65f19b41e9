package dev.jacquard.testing;

import java.lang.reflect.Method;

/** What to say of a test that was not woven. */
final class NotWoven {
    private NotWoven() {}

    static String message(Method method) {
        return method.getDeclaringClass().getName()
                + "."
                + method.getName()
                + " is a test that awaits, but its class is not woven. Weave the tests, either at"
                + " build time: the jacquard-maven-plugin's goal weave-tests (Gradle: a task that"
                + " runs java -jar jacquard-agent.jar weave DIRECTORY after compileTestJava), or"
                + " when they are loaded: -javaagent:jacquard-agent.jar in the argLine of surefire"
                + " (Gradle: test.jvmArgs). Or put jacquard-agent on the test class path: then it"
                + " is attached before tests are looked for.";
    }
}
