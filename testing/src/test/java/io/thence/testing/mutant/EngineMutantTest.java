// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The checks bite: each mutant of the engine is caught by the one check that is named for it, run alone. */
class EngineMutantTest {

    private static final Path DOCS = Path.of("..", "docs", "reliability.md");

    @ParameterizedTest
    @EnumSource
    void isCaughtByItsCheckRunAlone(EngineMutant mutant) throws Exception {
        var loader = new MutantLoader(mutant);
        var found = run(loader, mutant.check);
        assertThat(loader.hits()).as("places that were changed").isPositive();
        assertThat(found).as("what %s finds", mutant.check).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("campaign")
    void aSlyOnePassesProgramsWithoutCrashAndFault(EngineMutant mutant) throws Exception {
        if (mutant.sly) {
            assertThat(run(new MutantLoader(mutant), Check.PROGRAMS)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("campaign")
    void aSlyOnePassesTheContract(EngineMutant mutant) throws Exception {
        if (mutant.sly) {
            assertThat(run(new MutantLoader(mutant), Check.CONTRACT)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("campaign")
    void theRightEnginePassesEachCheck(Check check) {
        assertThat(Checks.run(check.name())).isEmpty();
    }

    private static String run(MutantLoader loader, Check check) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (String) loader.loadClass(Checks.class.getName()).getMethod("run", String.class)
                    .invoke(null, check.name());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void thereAreEnoughAndTheDocumentationNamesThemAll() throws Exception {
        assertThat(EngineMutant.values()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(Arrays.stream(EngineMutant.values()).filter(mutant -> mutant.sly)).hasSizeGreaterThanOrEqualTo(10);
        var text = Files.readString(DOCS);
        assertThat(Arrays.stream(EngineMutant.values()).map(EngineMutant::row)).allSatisfy(row ->
                assertThat(text).contains(row));
    }
}
