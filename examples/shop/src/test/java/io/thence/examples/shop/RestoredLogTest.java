// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopCommand.RefuseLine;
import io.thence.examples.shop.input.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A log that was put back to an older state, beside tables that know more: the tables are built anew. */
class RestoredLogTest {

    @TempDir
    Path directory;

    private final Path december = Datasets.need(Datasets.DECEMBER);

    @Test
    void tables_that_are_ahead_of_a_restored_log_with_other_events_in_it_are_built_anew() throws IOException {
        var data = directory.resolve("data");
        feedUntil(data, "2010-12-02T00:00:00Z");
        copy(data.resolve("log"), directory.resolve("older"));
        feedUntil(data, "2010-12-04T00:00:00Z");
        delete(data.resolve("log"));
        copy(directory.resolve("older"), data.resolve("log"));
        appendOthersPastTheOldPosition(data);

        String answers;
        try (var shop = FedShop.at(data)) {
            answers = shop.json();
        }
        delete(data.resolve("views"));
        try (var rebuilt = FedShop.at(data)) {
            assertThat(answers).isEqualTo(rebuilt.json());
            assertThat(Reporting.report(rebuilt.books()).malformed()).isEqualTo(2_000);
        }
    }

    private void feedUntil(Path data, String until) {
        try (var shop = FedShop.at(data)) {
            shop.feed(december, Optional.of(Instant.parse(until)));
            shop.json();
        }
    }

    /** Without the tables looking on: they stay as they were, ahead of the restored log and on another branch. */
    private void appendOthersPastTheOldPosition(Path data) throws IOException {
        copy(data.resolve("views"), directory.resolve("newer-views"));
        try (var shop = FedShop.at(data)) {
            for (int line = 1; line <= 2_000; line++) {
                shop.thence.send(new RefuseLine(line, "other", "of another branch"));
            }
        }
        delete(data.resolve("views"));
        copy(directory.resolve("newer-views"), data.resolve("views"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
