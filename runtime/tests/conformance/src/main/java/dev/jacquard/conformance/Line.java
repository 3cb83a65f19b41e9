package dev.jacquard.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a corpus.
 *
 * @param id unique name of the scenario
 * @param group its feature group
 * @param uses the features that it needs beside tasks, cancellation, sleeping and exceptions
 * @param scenario the program
 * @param trace what has to happen
 * @param release the Python in which it happened
 * @param replaces whether it takes the place of the line with its id in an earlier file
 */
record Line(
        String id,
        String group,
        List<String> uses,
        Node scenario,
        List<@Nullable Object> trace,
        Release release,
        boolean replaces) {
    static Line parse(String json) {
        Node line = Node.of(Json.parse(json));
        return new Line(
                line.text("id"),
                line.text("group", ""),
                line.texts("uses"),
                Node.of(line.get("scenario")),
                line.values("trace"),
                Release.parse(line.text("python", "3.13.0")),
                line.text("status", "").equals("changed"));
    }
}
