package dev.jacquard;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Knowledge flows one way: the task knows coroutine and loop, the loop knows only jobs. */
class ArchitectureTest {
    private static final JavaClasses RUNTIME = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.jacquard");

    @Test
    void packagesAreFreeOfCircles() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(RUNTIME);
    }

    @Test
    void theLoopKnowsNothingOfTasks() {
        noClasses()
                .that()
                .resideInAPackage("dev.jacquard.loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.jacquard", "dev.jacquard.woven..")
                .check(RUNTIME);
    }

    @Test
    void theDoorOfWovenCodeKnowsNothingOfTheApi() {
        noClasses()
                .that()
                .resideInAPackage("dev.jacquard.woven..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.jacquard", "dev.jacquard.loop..")
                .check(RUNTIME);
    }

    @Test
    void theRuntimeNeedsOnlyTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("dev.jacquard..", "java..", "jdk..", "org.jspecify..")
                .check(RUNTIME);
    }

    @Test
    void publicFieldsAreFinal() {
        fields().that().arePublic().should().haveModifier(FINAL).check(RUNTIME);
    }

    /**
     * What woven code may touch: a new public class here is part of the contract with every woven class, so it is named
     * here, and in the agent's RuntimeNames if woven code mentions it.
     */
    @Test
    void theDoorOfWovenCodeIsSmall() {
        assertThat(publicClassesOf("dev.jacquard.woven"))
                .contains("Driver", "Frame", "Woven", "WovenClass", "WovenMethod")
                .hasSizeLessThanOrEqualTo(12);
    }

    private static TreeSet<String> publicClassesOf(String packageName) {
        return RUNTIME.stream()
                .filter(c -> c.getPackageName().equals(packageName))
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .collect(toCollection(TreeSet::new));
    }

    // ---- the rooms of dev.jacquard -----------------------------------------------------------------

    /** The classes of the package, from below: each knows those of its own layer and of the layers before. */
    private enum Layer {
        /** Exceptions and small helpers, which know nothing here. */
        WORDS(
                """
                BaseExceptionGroup BrokenBarrierError CancelledError ContextPropagator ErrorContext ExceptionGroup
                GeneratorExit GroupMembers InvalidStateException LoopDeadlockException LoopExit LoopPart NotWoven
                OutsideWork Propagation QueueEmpty QueueFull QueueShutDown Sneaky StackRoom Stacks StageFailure
                StopAsyncIteration Suppression Threads Tracked"""),
        /** Loop, task, future, coroutine, context: what drives them, and what observes them. */
        KERNEL(
                """
                AnyAwaitable AsyncCallable AsyncCloseable AsyncFunction AsyncIterable AsyncIterator
                AsyncTimeoutException Awaitable BaseDriver BaseEventLoop CallCoroutine ClosedAfter Context
                ContextVar Coroutine Current EagerTasks EventLoop ExceptionHandler Future Handle LayersAbove Leaf
                ObservedLoop Observer ParentFuture Promise Prompt SleepFuture Task TaskDriver TaskFactory
                ThrowingAsyncCallable ThrowingAsyncFunction TimerHandle Token"""),
        /** Queues of tasks that wait: what the layers above are made of. */
        WAITING("""
                Attempt Gate LoopBound Source WaitQueue Waiter"""),
        /** What waits for several, or for some time. */
        COMBINATORS(
                """
                Completions Gathering Given Outcome Shield TaskGroup Timeout WaitFor Waited Waiting"""),
        /** Locks, events, queues, exit stacks. */
        PRIMITIVES(
                """
                AsyncBarrier AsyncBoundedSemaphore AsyncCondition AsyncEvent AsyncExitStack AsyncLifoQueue AsyncLock
                AsyncPriorityQueue AsyncQueue AsyncSemaphore GetAttempt Held ItemHeap ItemRing Items LockAttempt
                OutcomeCloseable Releasable"""),
        /** Bodies that emit, and who closes them. */
        GENERATORS("""
                AbandonedGenerators AsyncGenerator BodyGenerator Generators"""),
        /** Threads, executors, stages, publishers. */
        INTEROP(
                """
                ArrivingFuture BlockingFuture DefaultExecutor ExecutorCall FutureStage HandOff IterablePublisher
                OtherThread PublishedItems Publishers StageDriver StageFuture StageTurn ThreadSafeCall"""),
        /** Who waits for whom, what got lost, what is slow. */
        DIAGNOSTICS(
                """
                AwaitGraph CallGraphs CleanUpWatch Diagnostics FrameCallGraphEntry FutureCallGraph LiveTasks
                OpenResources Origin Origins RunningCalls RunningLoops SlowSteps"""),
        /** Where users come in, and where all is put together. */
        ENTRY("""
                Asyncio AsyncioLoop Runner Shutdown Wiring""");

        final List<String> classes;

        Layer(String classes) {
            this.classes = List.of(classes.split("\\s+"));
        }

        static Layer of(String type) {
            return Arrays.stream(values())
                    .filter(layer -> layer.classes.contains(type))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(type + " has no layer: see Layer"));
        }
    }

    private static final Map<String, Set<String>> ARROWS = arrows();

    /** Who knows whom in the package; what is nested counts with what it is nested in. */
    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : RUNTIME) {
            if (isInPackage(type)) {
                Set<String> known = arrows.computeIfAbsent(outermost(type), t -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                        .filter(ArchitectureTest::isInPackage)
                        .map(ArchitectureTest::outermost)
                        .filter(other -> !other.equals(outermost(type)))
                        .forEach(known::add);
            }
        }
        return arrows;
    }

    private static boolean isInPackage(JavaClass type) {
        return type.getPackageName().equals("dev.jacquard")
                && !type.getSimpleName().equals("package-info");
    }

    private static String outermost(JavaClass type) {
        return type.getName().substring("dev.jacquard.".length()).split("\\$")[0];
    }

    @Test
    void eachClassHasItsLayer() {
        assertThat(Arrays.stream(Layer.values())
                        .flatMap(layer -> layer.classes.stream())
                        .sorted())
                .containsExactly(ARROWS.keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void noArrowPointsUpwards(Layer layer) {
        List<String> upwards = new ArrayList<>();
        for (String type : layer.classes) {
            for (String known : ARROWS.getOrDefault(type, Set.of())) {
                if (Layer.of(known).compareTo(layer) > 0) {
                    upwards.add(type + " -> " + known);
                }
            }
        }
        assertThat(upwards).as("arrows out of " + layer).isEmpty();
    }

    /** What is in a circle cannot be understood, nor changed, without the others: each is named here. */
    @Test
    void theCirclesInThePackageAreThese() {
        assertThat(circles())
                .containsExactly(
                        "AbandonedGenerators AsyncGenerator BodyGenerator Generators",
                        """
                        AsyncCloseable AsyncIterator Awaitable BaseDriver BaseEventLoop ClosedAfter Context\
                         ContextVar Coroutine Current EventLoop ExceptionHandler Future Handle LayersAbove Leaf\
                         ObservedLoop Observer ParentFuture Promise Prompt SleepFuture Task TaskDriver TaskFactory\
                         TimerHandle Token""",
                        "AsyncLock LockAttempt",
                        "AsyncQueue GetAttempt",
                        "BaseExceptionGroup ExceptionGroup GroupMembers",
                        "Gathering Given",
                        "Origin Origins",
                        "Runner Shutdown",
                        "StageDriver StageTurn",
                        "WaitQueue Waiter");
    }

    private static List<String> circles() {
        Map<String, Set<String>> reached = new TreeMap<>();
        ARROWS.keySet().forEach(type -> reached.put(type, reachedFrom(type)));
        Set<String> circles = new LinkedHashSet<>();
        reached.forEach((type, others) -> {
            if (others.contains(type)) {
                circles.add(others.stream()
                        .filter(other -> reached.get(other).contains(type))
                        .collect(joining(" ")));
            }
        });
        return List.copyOf(circles);
    }

    private static Set<String> reachedFrom(String type) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(ARROWS.get(type));
        while (!next.isEmpty()) {
            String other = next.remove();
            if (reached.add(other)) {
                next.addAll(ARROWS.get(other));
            }
        }
        return reached;
    }

    /** The kernel finds one class by its name, and nothing else is found so. */
    @Test
    void oneArrowIsByName() {
        classes()
                .that()
                .haveSimpleName("Wiring")
                .should()
                .beAssignableTo(LayersAbove.class)
                .check(RUNTIME);
        noClasses()
                .that()
                .resideInAPackage("dev.jacquard")
                .and()
                .doNotHaveSimpleName("LayersAbove")
                .and()
                .doNotHaveSimpleName("Threads") // the JDK's, of 21
                .should()
                .callMethod(Class.class, "forName", String.class)
                .check(RUNTIME);
    }
}
