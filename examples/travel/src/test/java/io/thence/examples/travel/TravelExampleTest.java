// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.event.Json;
import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.examples.travel.booking.DepositSaga;
import io.thence.examples.travel.payment.CardCompany;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All real bookings: the answers stand in the README of the data, where DuckDB and Python computed them. */
class TravelExampleTest {

    private static final TravelExample EXAMPLE = new TravelExample();
    private static Deployed deployed;
    private static Thence booking;
    private static PlainHotel plain;

    @BeforeAll
    static void feed() throws IOException {
        if (DataSets.missing(EXAMPLE.files()).isPresent()) {
            return;
        }
        deployed = Deployed.run(EXAMPLE.deployment(), Engine.inMemory());
        booking = deployed.of(EXAMPLE.application().name());
        EXAMPLE.feed(new Sender(booking, Sender.Watcher.NONE));
        plain = PlainHotel.read();
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
    }

    @AfterAll
    static void close() {
        if (deployed != null) {
            deployed.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> gives_the_known_answers() throws IOException {
        try (var in = TravelExampleTest.class.getResourceAsStream("/known-answers.json")) {
            var known = Json.tree(in.readAllBytes(), "known answers");
            assertThat(EXAMPLE.questions().byNumber().keySet()).containsAll(known.propertyNames());
            return known.properties().stream().map(answer -> DynamicTest.dynamicTest(answer.getKey(), () ->
                    assertThat(EXAMPLE.questions().ask(answer.getKey(), booking))
                            .isEqualTo(answer.getValue().asString())));
        }
    }

    @Test
    void every_deposit_came_to_its_end_and_every_guest_was_told() {
        Calendar.settle(deployed);
        assertThat(booking.saga(DepositSaga.SAGA).unfinished(1)).isEmpty();
        var deposits = new PlainDeposits(plain, CardCompany.declining(EXAMPLE.declined, EXAMPLE.seed));
        assertThat(EXAMPLE.questions().ask("D1", booking)).isEqualTo(deposits.deposits()).endsWith("released | 0")
                .contains("declined | 80 |", "refunded | 35 |", "kept | 14460 |");
        assertThat(EXAMPLE.questions().ask("D2", booking)).isEqualTo(deposits.mails());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2013-01-01", "2014-12-31", "2015-08-15", "2017-01-02", "2017-08-30", "2018-01-01"})
    void knows_what_was_on_the_books_on_any_day(LocalDate day) {
        var example = new TravelExample();
        example.asOf = day;
        example.night = day;
        example.year = day.getYear();
        assertThat(example.questions().ask("K2", booking)).isEqualTo(plain.months(day.getYear()));
        assertThat(example.questions().ask("K3", booking)).isEqualTo(plain.open(day));
        assertThat(example.questions().ask("K4", booking)).isEqualTo(plain.occupied(day));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 2_000})
    void counts_cancellations_by_any_limit(int limit) {
        var example = new TravelExample();
        example.lateDays = limit - 1;
        example.windowDays = limit;
        example.burst = limit;
        assertThat(example.questions().ask("K5", booking)).isEqualTo(plain.late(limit - 1));
        assertThat(example.questions().ask("K6", booking)).isEqualTo(plain.quick(limit));
        assertThat(example.questions().ask("K7", booking)).isEqualTo(plain.windows(limit));
        assertThat(example.questions().ask("K8", booking)).isEqualTo(plain.bursts(limit));
    }

    @ParameterizedTest
    @CsvSource({"Resort Hotel, 90", "Resort Hotel, 0", "No Hotel, 10"})
    void never_overbooks_a_hotel_of_any_size(String hotel, int rooms) {
        var example = new TravelExample();
        example.hotel = hotel;
        example.rooms = rooms;
        assertThat(example.questions().ask("K12", booking)).isEqualTo(plain.capacity(hotel, rooms));
    }
}
