// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.io.IOException;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Hotels on real bookings: the answers stand in the README of the data, where DuckDB and Python computed them. */
class TravelExampleTest {

    private static final TravelExample EXAMPLE = new TravelExample();
    private static Thence hotels;
    private static PlainHotel plain;

    @BeforeAll
    static void feed() throws IOException {
        if (DataSets.missing(EXAMPLE.files()).isPresent()) {
            return;
        }
        hotels = Thence.run(EXAMPLE.application(), Engine.inMemory());
        EXAMPLE.feed(new Sender(hotels, Sender.Watcher.NONE));
        plain = PlainHotel.read();
    }

    @BeforeEach
    void need() {
        DataSets.missing(EXAMPLE.files()).ifPresent(Assumptions::abort);
    }

    @AfterAll
    static void close() {
        if (hotels != null) {
            hotels.close();
        }
    }

    @Test
    void gives_the_known_answers() {
        assertThat(EXAMPLE.questions().ask("K3", hotels))
                .isEqualTo("City Hotel | 8003 | 26091; Resort Hotel | 3566 | 21126");
        assertThat(EXAMPLE.questions().ask("K12", hotels)).isEqualTo("78999 requests | 9738 refused"
                + " | 44857 active at the end | room-nights of those 129407");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2013-01-01", "2014-12-31", "2015-08-15", "2017-01-02", "2017-08-30", "2018-01-01"})
    void knows_what_was_on_the_books_on_any_day(LocalDate day) {
        var example = new TravelExample();
        example.asOf = day;
        assertThat(example.questions().ask("K3", hotels)).isEqualTo(plain.open(day));
    }

    @ParameterizedTest
    @CsvSource({"Resort Hotel, 90", "Resort Hotel, 0", "No Hotel, 10"})
    void never_overbooks_a_hotel_of_any_size(String hotel, int rooms) {
        var example = new TravelExample();
        example.hotel = hotel;
        example.rooms = rooms;
        assertThat(example.questions().ask("K12", hotels)).isEqualTo(plain.capacity(hotel, rooms));
    }
}
