package dev.jacquard.testing.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.testing.schedules.Exploration;
import dev.jacquard.testing.schedules.Explorer;
import dev.jacquard.testing.schedules.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each known bug is found, by each strategy; the program without it passes the same schedules. */
class BugSuiteTest {
    private static final int RUNS = 10_000;
    private static final long SEED = 4;
    private static final int DEPTH = 3;
    private static final int MAX_DEVIATIONS = 6;
    private static final int MAX_STEPS = 60;

    private record Row(Bug bug, Finding random, Finding pct, Finding exhaustive, String fixed) {
        static final String HEAD = String.format(
                "%-38s %9s %9s %9s %9s %10s %8s  %s",
                "bug",
                "random:",
                "shortened",
                "pct:",
                "shortened",
                "exhaustive:",
                "minimum",
                "replay; the fixed program, exhaustively");

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-38s %9d %9d %9d %9d %10d  %8d  %s; %s",
                    bug.name(),
                    random.run(),
                    random.shortest().size(),
                    pct.run(),
                    pct.shortest().size(),
                    exhaustive.run(),
                    exhaustive.found().size(),
                    random.shortest(),
                    fixed);
        }
    }

    @Test
    void allAreFound() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Bug bug : Bug.ALL) {
            rows.add(explore(bug));
        }
        StringBuilder table = new StringBuilder();
        table.append("In which run each bug is found, to how many deviations it is shortened:\n");
        table.append(Row.HEAD).append('\n');
        rows.forEach(row -> table.append(row).append('\n'));
        System.out.println(table);
        Files.writeString(Path.of("target", "bugs.txt"), table);
        for (Row row : rows) {
            int minimum = row.exhaustive.found().size();
            assertThat(row.random.shortest().size()).as(row.toString()).isBetween(minimum, minimum + 2);
            assertThat(row.pct.shortest().size()).as(row.toString()).isBetween(minimum, minimum + 2);
        }
    }

    private static Row explore(Bug bug) {
        Explorer.fifo().explore(bug.broken());
        Explorer random = Explorer.random(SEED).runs(RUNS);
        Explorer pct = Explorer.pct(SEED, DEPTH).runs(RUNS);
        random.explore(bug.fixed());
        pct.explore(bug.fixed());
        Exploration all = exhaustive(RUNS).explore(bug.fixed());
        return new Row(
                bug,
                found(random, bug),
                found(pct, bug),
                found(exhaustive(1_000_000), bug),
                all.complete() ? "all " + all.runs() + " orders" : all.runs() + " orders, bound reached");
    }

    private static Explorer exhaustive(long runs) {
        return Explorer.exhaustive(MAX_DEVIATIONS, MAX_STEPS).runs(runs);
    }

    private static Finding found(Explorer explorer, Bug bug) {
        Exploration e = explorer.search(bug.broken());
        return Objects.requireNonNull(e.finding(), () -> bug.name() + ": " + e.report());
    }
}
