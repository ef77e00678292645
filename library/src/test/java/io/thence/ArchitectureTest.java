// SPDX-License-Identifier: Apache-2.0
package io.thence;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.thence.tidy.Doors;
import io.thence.tidy.Layer;
import io.thence.tidy.Trespasser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Which way dependencies point, and that World is the only door to time, chance, threads and disk. */
class ArchitectureTest {
    private static final String WORLD = "io.thence.world..";
    private static final ArchRule ONLY_WORLD_OPENS_DOORS = noClasses().that().resideOutsideOfPackage(WORLD)
            .should().accessTargetWhere(Doors.to("time, chance, threads or disk"))
            .because("World is the only door, so that the simulator can replay all else from a seed");

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.thence");

    @Test
    void onlyWorldOpensDoors() {
        ONLY_WORLD_OPENS_DOORS.check(LIBRARY);
    }

    @Test
    void openedDoorsAreSeen() {
        var trespasser = new ClassFileImporter().importClasses(Trespasser.class);
        var report = ONLY_WORLD_OPENS_DOORS.evaluate(trespasser).getFailureReport().toString();
        assertThat(Trespasser.DOORS).allSatisfy(door -> assertThat(report).contains(door));
        assertThat(report).doesNotContain("parse(").doesNotContain("asList(");
    }

    @Test
    void noMethodIsSynchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED)
                .because("who waits for a monitor waits outside of World")
                .allowEmptyShould(true).check(LIBRARY);
    }

    @ParameterizedTest
    @EnumSource
    void layerDependsOnlyOnThoseBelow(Layer layer) {
        noClasses().that().resideInAPackage(layer.packages())
                .should().dependOnClassesThat(resideInAnyPackage("io.thence..")
                        .and(not(resideInAnyPackage(layer.mayUse()))))
                .allowEmptyShould(true).check(LIBRARY);
    }

    @Test
    void everyPackageHasALayer() {
        classes().should().resideInAnyPackage(Layer.allPackages())
                .because("a new package is first given its place in Layer")
                .check(LIBRARY);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.thence.(**)").should().beFreeOfCycles().allowEmptyShould(true).check(LIBRARY);
    }
}
