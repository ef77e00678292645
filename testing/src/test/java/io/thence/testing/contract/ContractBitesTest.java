// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

/** The suite itself under test: a suite that can be passed by doing nothing is worse than none. */
class ContractBitesTest {

    private static final int TESTS_MIN = 90;
    private static final List<String> WAYS_TO_SKIP = List.of("Assumptions", "assume", "TestAborted", "api/Disabled",
            "condition/Disabled", "condition/Enabled");

    @AfterEach
    void asItIs() {
        MutantFixture.turn(null);
    }

    @ParameterizedTest
    @ValueSource(classes = {NoopFixture.class, NoopFixture.Boasting.class})
    void everyTestFailsForAStoreThatDoesNothing(Class<?> fixture) {
        var run = SuiteRun.of(selectClass(fixture));

        assertThat(run.passed).as("passed by doing nothing").isEmpty();
        assertThat(run.skipped).as("skipped").isEmpty();
        assertThat(run.failed).hasSizeGreaterThan(TESTS_MIN);
    }

    @ParameterizedTest
    @EnumSource
    void everyMutantIsCaughtByTheTestThatIsThereForIt(Mutant mutant) {
        var test = selectNestedMethod(List.of(MutantFixture.class), mutant.topic, mutant.test);

        assertThat(SuiteRun.of(test).passed).as("the engine as it is").containsExactly(mutant.test + "()");
        MutantFixture.turn(mutant);
        assertThat(SuiteRun.of(test).failed).as("the mutant").containsExactly(mutant.test + "()");
    }

    @Test
    void noTestCanBeSkipped() throws IOException, URISyntaxException {
        var folder = Path.of(EventStoreContract.class.getResource("EventStoreContract.class").toURI()).getParent();
        try (var files = Files.list(folder)) {
            var classes = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(classes).hasSizeGreaterThan(20);
            for (var file : classes) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (var word : WAYS_TO_SKIP) {
                    assertThat(bytes.contains(word)).as("%s in %s", word, file.getFileName()).isFalse();
                }
            }
        }
    }
}
