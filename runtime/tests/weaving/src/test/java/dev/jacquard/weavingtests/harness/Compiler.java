package dev.jacquard.weavingtests.harness;

import java.util.Map;

/** From sources to class files. */
public interface Compiler {
    /**
     * Compiles a batch in one run.
     *
     * @param sources by binary name
     * @return class files by internal name
     */
    Map<String, byte[]> compile(Map<String, String> sources);
}
