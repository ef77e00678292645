// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.input.InputRefused;
import io.thence.examples.shop.input.RefusedLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One of each fault and oddity that an input can have. */
class DirtyInputTest {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    /** What is good: two lines of one order (one with and one without .0), a return, an adjustment. */
    private static final String GOOD = """
            536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
            536365,71053,"METAL, ""WHITE""\",8,2010-12-01 08:26:00,3.39,17850,United Kingdom
            C536379,85123A,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,France
            A563185,B,Adjust bad debt,1,2010-12-01 14:50:00,-11062.06,,United Kingdom
            """;

    private static final String GOOD_ANSWERS =
            "{\"lines\":4,\"sales\":1,\"returns\":1,\"adjustments\":1,\"saleLines\":2,"
            + "\"returnLines\":1,\"saleQuantity\":14,\"returnQuantity\":-1,\"saleValue\":42420,\"returnValue\":-27500,"
            + "\"adjustmentValue\":-11062060,\"netValue\":-11047140,\"knownCustomers\":2,\"linesWithoutCustomer\":1,"
            + "\"stockCodes\":3,\"negativeSaleLines\":0,\"zeroPriceLines\":0,\"repeatedLines\":0,\"salesOfNoValue\":0,"
            + "\"stockAtLeast1000\":0,\"stockBelowZero\":0,\"topStock\":[{\"stockCode\":\"71053\",\"quantity\":8},"
            + "{\"stockCode\":\"85123A\",\"quantity\":5},{\"stockCode\":\"B\",\"quantity\":1}],\"topCountries\":"
            + "[{\"country\":\"France\",\"value\":-27500},{\"country\":\"United Kingdom\",\"value\":-11019640}],"
            + "\"topCustomers\":[{\"customer\":\"17850\",\"value\":42420},{\"customer\":\"14527\",\"value\":-27500}],"
            + "\"largestSale\":{\"invoice\":\"536365\",\"value\":42420,\"lines\":2},\"busiestHours\":"
            + "[{\"hour\":\"2010-12-01T08:00:00Z\",\"sales\":1}],\"richestHours\":[{\"hour\":\"2010-12-01T08:00:00Z\","
            + "\"value\":42420}],\"busiestTenMinutes\":[{\"from\":\"2010-12-01T08:20:00Z\",\"lines\":2,\"invoices\":1},"
            + "{\"from\":\"2010-12-01T09:40:00Z\",\"lines\":1,\"invoices\":1},{\"from\":\"2010-12-01T14:50:00Z\","
            + "\"lines\":1,\"invoices\":1}],\"receipts\":0,\"receivedPieces\":0,\"orderedPieces\":14,"
            + "\"takenPieces\":14,\"returnedPieces\":1,\"writtenOffPieces\":0,\"notTherePieces\":0,"
            + "\"availablePieces\":287,\"backOrderedPieces\":0,\"backOrders\":0,\"topReceipts\":[],\"malformed\":";

    private record Fault(String line, String reason) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0", "too few columns: 7"),
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France,x", "too many columns: 9"),
            new Fault("536366,22633,HAND WARMER,six,2010-12-01 08:28:00,1.85,17850.0,France", "Quantity 'six'"),
            new Fault("536366,22633,HAND WARMER,1099511627776,2010-12-01 08:28:00,1.85,17850.0,France",
                    "Quantity '1099511627776'"),
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.8512,17850.0,France", "UnitPrice '1.8512'"),
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,,17850.0,France", "UnitPrice is empty"),
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,-1.85,17850.0,France", "negative in a sale"),
            new Fault("536366,22633,HAND WARMER,6,2010-02-30 08:28:00,1.85,17850.0,France", "InvoiceDate"),
            new Fault(",22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France", "InvoiceNo is empty"),
            new Fault("536366,,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France", "StockCode is empty"),
            new Fault("536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,", "Country is empty"),
            new Fault("X36366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France", "InvoiceNo 'X36366'"),
            new Fault("C36366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France", "positive in a return"),
            new Fault("536366,22633,\"HAND WARMER,6,2010-12-01 08:28:00,1.85,17850.0,France", "quote"));

    @TempDir
    Path directory;

    private Path write(byte[]... parts) throws IOException {
        var file = directory.resolve("dirty.csv");
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.write(part);
        }
        return Files.write(file, all.toByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void each_fault_is_refused_with_its_reason_and_counts_nowhere_else() throws IOException {
        var lines = new StringBuilder();
        FAULTS.forEach(fault -> lines.append(fault.line()).append('\n'));
        byte[] latin1 = "536366,22633,CAF\u00c9,6,2010-12-01 08:28:00,1.85,17850.0,France\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        int faults = FAULTS.size() + 1;
        // Half of them in the midst of a run, which goes on across them.
        var firstLine = GOOD.substring(0, GOOD.indexOf('\n') + 1);
        var file = write(utf8(HEADER + "\n" + firstLine), utf8(lines.toString()), latin1,
                utf8(GOOD.substring(firstLine.length())));
        for (int time = 1; time <= 2; time++) {
            try (var shop = FedShop.at(directory.resolve("data")).feed(file)) {
                assertThat(shop.refused).hasSize(faults);
                for (int i = 0; i < FAULTS.size(); i++) {
                    assertThat(shop.refused.get(i).reason()).contains(FAULTS.get(i).reason());
                    assertThat(shop.refused.get(i).number()).isEqualTo(3 + i);
                }
                assertThat(shop.refused.getLast().reason()).contains("UTF-8");
                assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + faults + "}");
                assertThat(shop.feed.repeated()).isEqualTo(time == 1 ? 0 : shop.feed.sent());
            }
        }
    }

    @Test
    void a_byte_order_mark_carriage_returns_and_an_empty_last_line_are_accepted() throws IOException {
        var file = write(utf8("\uFEFF" + HEADER + "\r\n" + GOOD.replace("\n", "\r\n") + "\r\n"));
        try (var shop = FedShop.inMemory().feed(file)) {
            assertThat(shop.refused).isEmpty();
            assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + "0}");
        }
    }

    @Test
    void a_renamed_copy_is_a_repeat() throws IOException {
        var file = write(utf8(HEADER + "\n" + GOOD + FAULTS.getFirst().line() + "\n"));
        var copy = Files.copy(file, directory.resolve("renamed.csv"));
        try (var shop = FedShop.inMemory().feed(file).feed(copy)) {
            assertThat(shop.feed.repeated()).isEqualTo(shop.feed.sent()).isEqualTo(4);
            assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + "1}");
        }
    }

    @Test
    void the_same_run_with_other_lines_is_refused_line_by_line() throws IOException {
        var file = write(utf8(HEADER + "\n" + GOOD));
        try (var shop = FedShop.inMemory().feed(file)) {
            var other = directory.resolve("other.csv");
            Files.writeString(other, HEADER + "\n" + GOOD.replace("WHITE HANGING HEART", "RED HANGING HEART"));
            shop.feed(other);
            assertThat(shop.refused).extracting(RefusedLine::number).containsExactly(2, 3);
            assertThat(shop.refused.getFirst().reason()).contains("with other lines");
            assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + "2}");
        }
    }

    @Test
    void until_leaves_out_lines_whose_time_can_be_read_and_refuses_the_others() throws IOException {
        var file = write(utf8(HEADER + "\n" + GOOD
                + "536400,22633,HAND WARMER,six,2010-12-09 08:28:00,1.85,17850.0,France\n"
                + "536400,22633,HAND WARMER,6,some day,1.85,17850.0,France\n"));
        try (var shop = FedShop.inMemory().feed(file, Optional.of(Instant.parse("2010-12-02T00:00:00Z")))) {
            assertThat(shop.refused).extracting(RefusedLine::number).containsExactly(7);
            assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + "1}");
        }
    }

    @Test
    void of_a_truncated_gzip_the_complete_lines_count_and_the_cut_is_one_refused_line() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed, true)) {
            gzip.write(utf8(HEADER + "\n" + GOOD + "536366,22633,HAND WAR"));
            gzip.flush();
            gzip.write(utf8("MER,6,2010-12-01 08:28:00,1.85,17850.0,France\n"));
        }
        var file = write(Arrays.copyOf(packed.toByteArray(), packed.size() - 20));
        try (var shop = FedShop.inMemory().feed(file)) {
            assertThat(shop.refused).hasSize(1);
            assertThat(shop.refused.getFirst().reason()).contains("cut");
            assertThat(shop.json()).isEqualTo(GOOD_ANSWERS + "1}");
        }
    }

    @Test
    void with_an_unknown_header_nothing_is_fed() throws IOException {
        var file = write(utf8("Invoice,Code\n" + GOOD));
        try (var shop = FedShop.inMemory()) {
            assertThatThrownBy(() -> shop.feed(file))
                    .isInstanceOf(InputRefused.UnknownHeader.class)
                    .hasMessageContaining(HEADER);
            assertThat(shop.thence.store().head().number()).isZero();
        }
    }
}
