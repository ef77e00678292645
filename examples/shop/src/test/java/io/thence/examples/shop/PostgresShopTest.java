// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import io.thence.run.Engine;
import io.thence.view.ViewDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop with its books in a PostgreSQL server, on the real December of 2010. */
class PostgresShopTest {

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void december_gives_the_known_answers_also_when_it_is_opened_again() throws IOException {
        var december = Datasets.need(Datasets.DECEMBER);
        try (var server = EmbeddedPostgres.start()) {
            var books = ViewDatabases.postgresql(server.getPostgresDatabase(), "shop");
            try (var shop = FedShop.on(Engine.at(directory).views(books)).feed(december)) {
                KnownAnswers.DECEMBER.assertEqual(shop.json());
            }
            try (var shop = FedShop.on(Engine.at(directory).views(books)).feed(december)) {
                assertThat(shop.feed.repeated()).isEqualTo(2_026);
                KnownAnswers.DECEMBER.assertEqual(shop.json());
                assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
            }
        }
    }
}
