// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The marketplace on real orders: the answers stand in the README of the data, where DuckDB computed them. */
class MarketplaceExampleTest {

    private static final MarketplaceExample EXAMPLE = new MarketplaceExample();
    private static Thence market;

    @BeforeAll
    static void feed() throws IOException {
        if (DataSets.missing(EXAMPLE.files()).isPresent()) {
            return;
        }
        market = Thence.run(EXAMPLE.application(), Engine.inMemory());
        EXAMPLE.feed(new Sender(market, Sender.Watcher.NONE));
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
    }

    @AfterAll
    static void close() {
        if (market != null) {
            market.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
            K9  = approved | 74; carrier | 128; delivered | 2045; purchased | 3
            K10 = 902 | 10
            K11 = 392 | 142
            K12 = 74 | 0
            """)
    void gives_the_known_answer(String number, String answer) {
        assertThat(EXAMPLE.questions().ask(number, market)).isEqualTo(answer);
    }

    @Test
    void knows_the_final_statuses() {
        assertThat(EXAMPLE.questions().ask("K8", market)).isEqualTo("canceled 25, delivered 4856, invoiced 12,"
                + " processing 20, shipped 61, unavailable 24 | 4988 | 4920 | 4856");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-01-01T00:00:00Z", "2016-10-04T15:17:00Z", "2017-11-24T18:30:00Z",
            "2017-10-02T10:56:00Z", "2017-10-02T11:07:00Z", "2017-10-04T19:55:00Z", "2017-10-10T21:25:00Z",
            "2018-05-02T10:00:00Z", "2019-01-01T00:00:00Z"})
    void knows_how_orders_stood_at_any_moment(Instant moment) throws IOException {
        var example = new MarketplaceExample();
        example.asOf = moment;
        assertThat(example.questions().ask("K9", market)).isEqualTo(counted(moment));
    }

    /** From the lines of the file, cut at their commas: it owes nothing to what is tested. */
    private static String counted(Instant moment) throws IOException {
        var names = List.of("purchased", "approved", "carrier", "delivered");
        var counts = new TreeMap<String, Integer>();
        for (var line : Files.readAllLines(DataSets.folder().resolve(OrdersFile.NAME)).stream().skip(1).toList()) {
            var cells = line.split(",", -1);
            if (time(cells[3]).isAfter(moment)) {
                continue;
            }
            var last = "";
            for (int i = 0; i < names.size(); i++) {
                if (!cells[3 + i].isEmpty() && !time(cells[3 + i]).isAfter(moment)) {
                    last = names.get(i);
                }
            }
            counts.merge(last, 1, Integer::sum);
        }
        return counts.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).collect(Collectors.joining("; "));
    }

    private static Instant time(String cell) {
        var parts = cell.split("[/ :]", -1);
        var n = List.of(parts).stream().mapToInt(Integer::parseInt).toArray();
        return LocalDateTime.of(n[2], n[0], n[1], n[3], n[4]).toInstant(ZoneOffset.UTC);
    }
}
