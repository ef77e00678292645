// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.Datasets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** K1 to K4 of the data's README: the lines from 2 October 2011 on, fed into a fresh shop. */
class LastWeeksTest {

    @TempDir
    Path directory;

    private Path lines;

    @BeforeEach
    void takeTheLinesFromOctoberOn() throws IOException {
        var year = Datasets.need(Datasets.YEAR);
        lines = directory.resolve("last-weeks.csv");
        try (var in = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(year)), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(lines)) {
            out.write(in.readLine() + "\n");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.contains(",2011-10-") || line.contains(",2011-11-") || line.contains(",2011-12-")) {
                    if (!line.contains(",2011-10-01 ")) {
                        out.write(line + "\n");
                    }
                }
            }
        }
    }

    @Test
    void k1_k2_and_k4() {
        try (var shop = FedShop.at(directory.resolve("data")).feed(lines)) {
            var report = Reporting.report(shop.books());
            assertThat(List.of(report.lines(), report.sales() + report.adjustments(), report.returns(),
                            report.knownCustomers()))
                    .as("K1: lines, invoices without C, cancellations, customers")
                    .containsExactly(170_978L, 6_165L, 949L, 2_601L);
            assertThat(List.of(report.saleValue() + report.adjustmentValue(), report.returnValue(), report.netValue()))
                    .as("K2: gross sales, cancellations, net, in thousandths of a pound")
                    .containsExactly(3_303_268_310L, -337_139_380L, 2_966_128_930L);
            var hours = shop.books().list(
                    "select at, lines, invoices, amount from hours where at >= ? and at < ? order by at",
                    row -> Instant.ofEpochSecond(row.number("at")) + " " + row.number("lines") + " "
                            + row.number("invoices") + " " + row.number("amount"),
                    Instant.parse("2011-11-23T10:00:00Z").getEpochSecond(),
                    Instant.parse("2011-11-23T15:00:00Z").getEpochSecond());
            assertThat(hours).as("K4").containsExactly(
                    "2011-11-23T10:00:00Z 235 19 15026340",
                    "2011-11-23T11:00:00Z 717 26 15000320",
                    "2011-11-23T12:00:00Z 637 19 8016500",
                    "2011-11-23T13:00:00Z 975 30 10947070",
                    "2011-11-23T14:00:00Z 340 13 5063840");
        }
    }

    @Test
    void k3() {
        var until = Optional.of(Instant.parse("2011-12-01T00:00:00Z"));
        try (var shop = FedShop.at(directory.resolve("data")).feed(lines, until)) {
            var top = shop.books().list(
                    "select customer, amount from customers order by amount desc, customer limit 10",
                    row -> row.text("customer") + " " + row.number("amount"));
            assertThat(top).as("K3").containsExactly(
                    "18102 68012350", "14646 65371360", "14096 41248150", "14911 39969500", "17450 31773410",
                    "16684 27368080", "14088 24983920", "12415 22389920", "17511 16725240", "15838 16302460");
        }
    }
}
