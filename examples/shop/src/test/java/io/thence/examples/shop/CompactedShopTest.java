// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.world.FileDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** December's log is compacted and copied while the shop goes on selling. */
class CompactedShopTest {

    private static final Optional<Instant> THE_10TH = Optional.of(Instant.parse("2010-12-10T12:00:00Z"));
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ofDays(30), List.of());
    private static final LogSettings MEGABYTES =
            new LogSettings(1 << 20, 1 << 18, 1 << 20, 4_096, 16_384, 256 << 10, 1 << 14);

    @TempDir
    Path directory;

    private final Path december = Datasets.need(Datasets.DECEMBER);

    @Test
    void the_answers_are_the_same_when_the_log_was_compacted_beside_the_running_shop() throws IOException {
        var data = directory.resolve("data");
        try (var shop = FedShop.at(data, MEGABYTES)) {
            shop.feed(december, THE_10TH);
            var first = shop.thence.compact(AT_ONCE);
            shop.feed(december);
            assertThat(first.await(Duration.ofMinutes(2))).isTrue();
            var second = shop.thence.compact(AT_ONCE);
            KnownAnswers.DECEMBER.assertEqual(shop.json());
            assertThat(second.await(Duration.ofMinutes(2))).isTrue();
            assertThat(first.progress().failure().or(second.progress()::failure)).isEmpty();
            assertThat(second.progress().bytesAfter()).isPositive().isLessThan(second.progress().bytesBefore() / 3);
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
            shop.thence.backup(directory.resolve("backup"));
        }
        new FileDisk(data).list("views").forEach(view -> new FileDisk(data).delete("views/" + view));
        new FileDisk(data).list("index").forEach(file -> new FileDisk(data).delete("index/" + file));
        try (var shop = FedShop.at(data, MEGABYTES)) {
            KnownAnswers.DECEMBER.assertEqual(shop.json());
            assertThat(shop.feed(december).feed.repeated()).as("all are known").isEqualTo(2_026);
            assertThat(shop.stockDigest()).isEqualTo(KnownAnswers.DECEMBER_STOCK_DIGEST);
        }
        try (var files = Files.list(directory.resolve("backup/log"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".packed"))).hasSizeGreaterThan(5);
        }
    }
}
