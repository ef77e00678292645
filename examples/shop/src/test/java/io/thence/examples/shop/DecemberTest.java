// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop on the real December of 2010. */
class DecemberTest {

    private static final Optional<Instant> NOON = Optional.of(Instant.parse("2010-12-10T12:00:00Z"));
    private static final Optional<Instant> INSIDE_536591 = Optional.of(Instant.parse("2010-12-01T16:58:00Z"));

    @TempDir
    Path directory;

    private final Path december = Datasets.need(Datasets.DECEMBER);

    @Test
    void december_gives_the_known_answers_and_a_second_run_changes_nothing() {
        try (var shop = FedShop.at(directory).feed(december)) {
            KnownAnswers.DECEMBER.assertEqual(shop.json());
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
            assertThat(shop.feed.repeated()).isZero();
            assertThat(shop.feed.sent()).isEqualTo(2_026);
        }
        try (var shop = FedShop.at(directory).feed(december)) {
            assertThat(shop.feed.repeated()).isEqualTo(2_026);
            KnownAnswers.DECEMBER.assertEqual(shop.json());
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
        }
    }

    @Test
    void cut_at_a_time_it_gives_the_answers_of_that_time_and_then_goes_on_to_the_full_ones() {
        try (var shop = FedShop.at(directory)) {
            KnownAnswers.DECEMBER_UNTIL_THE_10TH_NOON.assertEqual(shop.feed(december, NOON).json());
            KnownAnswers.DECEMBER.assertEqual(shop.feed(december).json());
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
        }
    }

    @Test
    void cut_inside_an_invoice_it_still_goes_on_to_the_full_answers() {
        try (var shop = FedShop.at(directory)) {
            shop.feed(december, INSIDE_536591);
            assertThat(shop.thence.read(Shop.INVOICES, "536591").isNew()).isFalse();
            KnownAnswers.DECEMBER.assertEqual(shop.feed(december).json());
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
        }
    }

    @Test
    void days_fed_one_by_one_add_up_to_the_month_and_the_month_is_then_recognised() {
        var days = Datasets.need(Datasets.BY_DAY).toFile().listFiles();
        Arrays.sort(days);
        try (var shop = FedShop.inMemory()) {
            for (var day : days) {
                shop.feed(day.toPath());
            }
            KnownAnswers.DECEMBER.assertEqual(shop.json());
            assertThat(shop.feed(december).feed.repeated()).isEqualTo(2_026);
            KnownAnswers.DECEMBER.assertEqual(shop.json());
        }
    }
}
