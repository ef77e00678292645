// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.ViewDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The marketplace with its orders in a PostgreSQL server: the same application, and the same known answers. */
class PostgresMarketTest {

    private static final MarketplaceExample EXAMPLE = new MarketplaceExample();

    /** From the README of the data, where DuckDB computed them. */
    private static final Map<String, String> KNOWN = Map.of(
            "K8", "canceled 25, delivered 4856, invoiced 12, processing 20, shipped 61, unavailable 24"
                    + " | 4988 | 4920 | 4856",
            "K9", "approved | 74; carrier | 128; delivered | 2045; purchased | 3",
            "K10", "902 | 10",
            "K11", "392 | 142",
            "K12", "74 | 0");

    @Test
    @Timeout(120)
    void gives_the_known_answers() throws IOException {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
        try (var server = EmbeddedPostgres.start();
                var market = Thence.run(EXAMPLE.application(), Engine.inMemory()
                        .views(ViewDatabases.postgresql(server.getPostgresDatabase(), "market")))) {
            EXAMPLE.feed(new Sender(market, Sender.Watcher.NONE));
            assertThat(KNOWN.keySet()).isEqualTo(EXAMPLE.questions().byNumber().keySet());
            KNOWN.forEach((number, answer) ->
                    assertThat(EXAMPLE.questions().ask(number, market)).as(number).isEqualTo(answer));
        }
    }
}
