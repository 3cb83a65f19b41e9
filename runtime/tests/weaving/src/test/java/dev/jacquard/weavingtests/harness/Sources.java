package dev.jacquard.weavingtests.harness;

/** Sources of programs of one class. */
public final class Sources {
    private static final String HEAD =
            """
            package program;

            import static dev.jacquard.Asyncio.*;
            import static dev.jacquard.weavingtests.harness.Kit.*;
            import static dev.jacquard.weavingtests.harness.Points.*;
            import static dev.jacquard.weavingtests.harness.Trail.*;

            import dev.jacquard.*;
            import dev.jacquard.annotations.Async;
            import dev.jacquard.weavingtests.harness.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;

            """;

    private Sources() {}

    /** The source of a class of the package {@code program}. */
    public static String of(String simpleName, String members) {
        return HEAD + "public class " + simpleName + " {\n" + members.indent(4) + "}\n";
    }
}
