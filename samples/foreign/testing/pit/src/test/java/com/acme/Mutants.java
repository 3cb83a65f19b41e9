package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reads PIT's report: run behind it, by an execution of its own. */
class Mutants {
    private static final Pattern MUTANT =
            Pattern.compile("status='(\\w+)'.*?<mutatedMethod>(\\w+)<.*?\\.(\\w+)</mutator>");

    @Test
    void areThoseOfTheSourceAndEndAsTheyShould() throws IOException {
        String report = Files.readString(Path.of("target/pit-reports/mutations.xml"));
        List<String> mutants =
                MUTANT.matcher(report).results().map(Mutants::text).sorted().toList();
        assertEquals(
                List.of(
                        "plain MathMutator KILLED",
                        "plain PrimitiveReturnsMutator KILLED",
                        "price ConditionalsBoundaryMutator SURVIVED",
                        "price MathMutator KILLED",
                        "price MathMutator KILLED",
                        "price MathMutator KILLED",
                        "price NegateConditionalsMutator KILLED",
                        "price NullReturnValsMutator KILLED",
                        "two MathMutator KILLED",
                        "two MathMutator KILLED",
                        "two NullReturnValsMutator KILLED",
                        "two VoidMethodCallMutator KILLED",
                        "two VoidMethodCallMutator KILLED"),
                mutants);
    }

    private static String text(MatchResult mutant) {
        return mutant.group(2) + " " + mutant.group(3) + " " + mutant.group(1);
    }
}
