// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.tidy.Rule;
import io.thence.tidy.Source;
import io.thence.tidy.Sources;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The habits that a program can check, over every Java file of the repository; one test for each rule. */
class TidyTest {
    private static final List<Source> REPOSITORY = Sources.ofRepository();

    @ParameterizedTest
    @EnumSource
    void repositoryKeeps(Rule rule) {
        assertThat(String.join("\n", rule.offences(REPOSITORY))).as(rule.promise()).isEmpty();
    }
}
