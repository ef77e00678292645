// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.event.SystemEvents.Swapped;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tables answer at a start, and which are beside them. */
class TableSetsTest {

    private static final Projection FIRST = Projection.sql("p", 1);
    private static final Projection SECOND = Projection.sql("p", 2).replacing(FIRST);

    private static String chosen(Projection projection, String told, String... existing) {
        var swapped = told.isEmpty() ? Optional.<Swapped>empty()
                : Optional.of(new Swapped("p", Integer.parseInt(told.substring(3, 4)), told));
        var sets = TableSets.choose(projection, swapped, List.of(existing)::contains);
        return sets.serving().database() + sets.beside().map(set -> " beside " + set.database()).orElse("");
    }

    @Test
    void a_version_alone_has_its_own() {
        assertThat(chosen(FIRST, "")).isEqualTo("p-v1");
        assertThat(chosen(FIRST, "", "p-v1", "p-v1-b")).isEqualTo("p-v1 beside p-v1-b");
        assertThat(chosen(FIRST, "p-v1-b", "p-v1", "p-v1-b")).isEqualTo("p-v1-b beside p-v1");
        assertThat(chosen(FIRST, "p-v1-b")).as("they were deleted").isEqualTo("p-v1-b");
        assertThat(chosen(FIRST, "", "p-v1-b")).as("the first were deleted").isEqualTo("p-v1-b");
    }

    @Test
    void an_older_version_answers_until_the_new_one_was_swapped_in() {
        assertThat(chosen(SECOND, "")).as("there is none").isEqualTo("p-v2");
        assertThat(chosen(SECOND, "", "p-v1")).isEqualTo("p-v1 beside p-v2");
        assertThat(chosen(SECOND, "", "p-v1", "p-v2")).isEqualTo("p-v1 beside p-v2");
        assertThat(chosen(SECOND, "p-v1-b", "p-v1-b", "p-v2")).isEqualTo("p-v1-b beside p-v2");
        assertThat(chosen(SECOND, "p-v2", "p-v1", "p-v2")).isEqualTo("p-v2 beside p-v1");
        assertThat(chosen(SECOND, "p-v2", "p-v1", "p-v2", "p-v2-b")).as("the older one is not started")
                .isEqualTo("p-v2 beside p-v2-b");
        assertThat(chosen(SECOND, "", "p-v1", "p-v1-b")).as("the first of it, where nothing is told")
                .isEqualTo("p-v1 beside p-v2");
        assertThat(chosen(SECOND, "p-v1-b", "p-v1", "p-v1-b")).isEqualTo("p-v1-b beside p-v2");
        assertThat(chosen(SECOND, "p-v2", "p-v1", "p-v1-b", "p-v2")).isEqualTo("p-v2 beside p-v1");
        assertThat(chosen(SECOND, "p-v1", "p-v2")).as("the older one was deleted").isEqualTo("p-v2");
    }

    @Test
    void code_that_went_back_from_a_later_version_finds_what_it_had_built() {
        assertThat(chosen(SECOND, "p-v3", "p-v1", "p-v2", "p-v3")).isEqualTo("p-v2 beside p-v1");
        assertThat(chosen(SECOND, "p-v3", "p-v1", "p-v3")).isEqualTo("p-v1 beside p-v2");
    }
}
