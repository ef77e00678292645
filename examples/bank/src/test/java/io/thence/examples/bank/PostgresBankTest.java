// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The bank with its statements in a PostgreSQL server: the same application, and the same known answers. */
class PostgresBankTest {

    private static final BankExample EXAMPLE = new BankExample();

    @Test
    @Timeout(120)
    void gives_the_known_answers() throws IOException {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
        try (var in = PostgresBankTest.class.getResourceAsStream("/known-answers.json");
                var server = EmbeddedPostgres.start();
                var bank = Thence.run(EXAMPLE.application(), Engine.inMemory()
                        .views(ViewDatabases.postgresql(server.getPostgresDatabase(), "bank")))) {
            EXAMPLE.feed(new Sender(bank, Sender.Watcher.NONE));
            for (var known : Json.tree(in.readAllBytes(), "known answers").properties()) {
                assertThat(EXAMPLE.questions().ask(known.getKey(), bank)).as(known.getKey())
                        .isEqualTo(known.getValue().asString());
            }
        }
    }
}
