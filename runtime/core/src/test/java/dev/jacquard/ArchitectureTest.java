package dev.jacquard;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Knowledge flows one way: the task knows coroutine and loop, the loop knows only jobs. */
class ArchitectureTest {
    private static final JavaClasses RUNTIME =
            new ClassFileImporter()
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
     * What woven code may touch: a new public class here is part of the contract with every woven
     * class, so it is named here, and in the agent's RuntimeNames if woven code mentions it.
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
}
