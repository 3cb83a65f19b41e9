package dev.jacquard.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The weaver's map: its packages from the bottom up, class by class, each needing only those before it. */
class ArchitectureTest {
    private static final String ROOT = "dev.jacquard.weaver";

    /** What the entry and all passes speak of; it needs nothing. */
    private static final Set<String> VALUES =
            Set.of("ClassSource", "Diagnostic", "Problem", "WeaverOptions", "WovenClass");

    private static final List<String> LAYERS = List.of("model", "code", "select", "check", "body");

    private static final JavaClasses WEAVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Top-level classes, with all that they and what is nested in them need. */
    private final Map<String, Set<String>> needs = new TreeMap<>();

    ArchitectureTest() {
        for (JavaClass c : WEAVER) {
            Set<String> needed = needs.computeIfAbsent(top(c), n -> new TreeSet<>());
            c.getDirectDependenciesFromSelf().forEach(d -> {
                JavaClass target = d.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !top(target).equals(top(c))) {
                    needed.add(top(target));
                }
            });
        }
        needs.keySet().removeIf(n -> n.endsWith("package-info") || n.endsWith("module-info"));
    }

    @Test
    void entry() {
        assertThat(classesOf(""))
                .containsExactly(
                        "ClassSource",
                        "ClassWeaving",
                        "Diagnostic",
                        "Passes",
                        "Problem",
                        "Torture",
                        "Verdicts",
                        "Weaver",
                        "WeaverOptions",
                        "WovenClass");
    }

    @Test
    void model() {
        assertThat(classesOf("model"))
                .containsExactly(
                        "AsyncMethod",
                        "ClassHeader",
                        "ConstantPoolScan",
                        "DamagedClassException",
                        "Hierarchy",
                        "Kind",
                        "Lambdas",
                        "Language",
                        "Methods",
                        "RuntimeNames",
                        "UnsupportedCodeException",
                        "WeavingContext");
    }

    @Test
    void code() {
        assertThat(classesOf("code"))
                .containsExactly(
                        "Analysis",
                        "Changes",
                        "Code",
                        "Effects",
                        "FieldPlan",
                        "ImplicitAwaits",
                        "ImplicitClose",
                        "Insns",
                        "LaterReads",
                        "Liveness",
                        "Loops",
                        "Monitors",
                        "NewNormaliser",
                        "Origins",
                        "Point",
                        "PointFinder",
                        "ReturnedValues",
                        "StackMaps",
                        "Stacks",
                        "TypeTracker",
                        "Types",
                        "Variables");
    }

    @Test
    void select() {
        assertThat(classesOf("select"))
                .containsExactly(
                        "AdvisedBodies",
                        "LambdaAdvice",
                        "LambdaFinder",
                        "LambdaTaker",
                        "MetaAnnotations",
                        "MethodAdvice",
                        "MethodSelector",
                        "PromptMethods",
                        "TestMethods",
                        "WayOut");
    }

    @Test
    void check() {
        assertThat(classesOf("check"))
                .containsExactly(
                        "AsyncCode",
                        "Blocking",
                        "Discarded",
                        "EmitTypes",
                        "Expressions",
                        "Facts",
                        "HeldLocks",
                        "HeldWays",
                        "LockCall",
                        "Misuse",
                        "MockCalls",
                        "Refuser",
                        "Silencing");
    }

    @Test
    void body() {
        assertThat(classesOf("body"))
                .containsExactly(
                        "Body",
                        "BodyFrames",
                        "BodySlots",
                        "BodyWriter",
                        "Copies",
                        "Copy",
                        "CoroutineWriter",
                        "InsnWriter",
                        "Kickoff",
                        "PointWriter",
                        "ResumptionWriter",
                        "SavePlan",
                        "SaveWriter",
                        "SuspendHelpers",
                        "TableWriter");
    }

    @Test
    void eachPackageNeedsOnlyThoseBelow() {
        List<String> upwards = new ArrayList<>();
        needs.forEach((from, all) -> {
            for (String to : all) {
                if (height(to) > height(from)) {
                    upwards.add(from + " -> " + to);
                }
            }
        });
        assertThat(upwards).isEmpty();
    }

    /** Writers of bodies do not look for what is wrong, and the other way round. */
    @Test
    void writersAndChecksDoNotKnowEachOther() {
        needs.forEach((from, all) -> {
            if (packageOf(from).equals("body")) {
                assertThat(all).as(from).noneMatch(to -> Set.of("check", "select")
                        .contains(packageOf(to)));
            }
        });
    }

    @Test
    void circlesOfClasses() {
        assertThat(circles()).containsExactly(Set.of(ROOT + ".check.HeldLocks", ROOT + ".check.HeldWays"));
    }

    private List<String> classesOf(String packageName) {
        return needs.keySet().stream()
                .filter(n -> packageOf(n).equals(packageName))
                .map(n -> n.substring(n.lastIndexOf('.') + 1))
                .toList();
    }

    private static int height(String name) {
        String in = packageOf(name);
        boolean isValue = in.isEmpty() && VALUES.contains(name.substring(ROOT.length() + 1));
        return isValue ? -1 : in.isEmpty() ? LAYERS.size() : LAYERS.indexOf(in);
    }

    private static String packageOf(String name) {
        int last = name.lastIndexOf('.');
        return last == ROOT.length() ? "" : name.substring(ROOT.length() + 1, last);
    }

    private static String top(JavaClass c) {
        String name = c.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The largest sets of classes that each reach all others of the set. */
    private Set<Set<String>> circles() {
        Map<String, Set<String>> reached = new HashMap<>();
        needs.keySet().forEach(n -> reached.put(n, reached(n)));
        Set<Set<String>> circles = new HashSet<>();
        for (String a : needs.keySet()) {
            Set<String> circle = new TreeSet<>(Comparator.naturalOrder());
            for (String b : reached.get(a)) {
                if (reached.get(b).contains(a)) {
                    circle.add(b);
                }
            }
            if (circle.size() > 1) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private Set<String> reached(String from) {
        Set<String> seen = new HashSet<>();
        Deque<String> todo = new ArrayDeque<>(List.of(from));
        while (!todo.isEmpty()) {
            for (String next : needs.getOrDefault(todo.pop(), Set.of())) {
                if (seen.add(next)) {
                    todo.push(next);
                }
            }
        }
        return seen;
    }
}
