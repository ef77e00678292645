// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Problem;
import io.thence.Projection;
import io.thence.ThenceException.StartRefused;
import io.thence.bank.Bank;
import io.thence.bank.BankEvent.Deposited;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** What an engine does not have is said with all that is wrong, before anything is opened. */
class ViewLimitsTest {

    /** Never connected to. */
    private static final ViewDatabases POSTGRESQL = ViewDatabases.postgresql(new JdbcDataSource(), "shop");

    private static Projection named(int length) {
        return Projection.sql("x".repeat(length), 1).on(Deposited.class, (_, _) -> {});
    }

    @Test
    void a_name_that_postgresql_has_no_room_for_is_refused_with_the_other_problems() {
        var application = Bank.APPLICATION.with(named(60), Projection.sql("empty", 1));
        assertThatThrownBy(() -> Thence.run(application, Engine.inMemory().views(POSTGRESQL)))
                .isInstanceOfSatisfying(StartRefused.class, refused ->
                        assertThat(refused.problems()).extracting(Problem::where, Problem::what).containsExactly(
                                tuple("empty", "it reads no events"),
                                tuple("x".repeat(60), "PostgreSQL has no room for the name"
                                        + " of its schema, 'shop_" + "x".repeat(60) + "-v1-b'")))
                .hasMessageContaining("give the projection a shorter name [io.thence.view.ViewLimitsTest(");
    }

    @Test
    void what_has_room_is_no_problem_and_files_have_room_for_all() {
        // 63 bytes, less "shop_", "-v1-b" and ".aside"
        assertThat(ViewLimits.of(Application.named("a").with(named(47)), POSTGRESQL)).isEmpty();
        assertThat(ViewLimits.of(Application.named("a").with(named(48)), POSTGRESQL)).hasSize(1);
        assertThat(ViewLimits.of(Application.named("a").with(named(60)), Engine.inMemory().views())).isEmpty();
    }
}
