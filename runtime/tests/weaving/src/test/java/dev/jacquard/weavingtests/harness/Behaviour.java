package dev.jacquard.weavingtests.harness;

import java.util.List;

/**
 * What a run showed to the outside.
 *
 * @param outcome its value or exception, as text
 * @param log its events
 */
public record Behaviour(String outcome, List<String> log) {
    @Override
    public String toString() {
        return outcome + "\n    log " + log;
    }
}
