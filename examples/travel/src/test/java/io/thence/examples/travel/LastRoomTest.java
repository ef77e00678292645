// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Outcome;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.travel.booking.Booking;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.Open;
import io.thence.examples.travel.booking.BookingCommand.Reserve;
import io.thence.examples.travel.events.Night;
import io.thence.examples.travel.events.Request;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The capacity rule, without any data. */
class LastRoomTest {

    private static final LocalDate DAY = LocalDate.of(2016, 8, 15);

    private static Reserve reserve(int booking, int from, int nights) {
        return new Reserve(booking, Request.of("Inn", DAY.plusDays(from), nights), DAY);
    }

    @Test
    void a_stay_needs_a_room_in_each_of_its_nights() {
        try (var inn = Thence.run(Booking.DESK, Engine.inMemory())) {
            inn.send(new Open("Inn", 1));
            assertThat(inn.send(reserve(1, 2, 1))).isInstanceOf(Outcome.Accepted.class);
            assertThat(inn.send(reserve(2, 0, 2))).isInstanceOf(Outcome.Accepted.class);
            assertThat(inn.send(reserve(3, 3, 9))).isInstanceOf(Outcome.Accepted.class);
            assertThat(inn.send(reserve(4, 1, 2))).isInstanceOfSatisfying(Outcome.Refused.class, refused ->
                    assertThat(refused.refusal().reason())
                            .isEqualTo("night of 2016-08-16 in Inn: all 1 rooms are taken"));
            inn.send(new Cancel(2, DAY));
            assertThat(inn.send(reserve(4, 1, 2))).as("night 2 is taken").isInstanceOf(Outcome.Refused.class);
            assertThat(inn.send(reserve(4, 0, 2))).isInstanceOf(Outcome.Accepted.class);
            assertThat(inn.send(new Cancel(2, DAY))).as("again").isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void of_many_who_ask_at_once_for_stays_that_overlap_as_many_get_one_as_there_are_rooms() {
        try (var inn = Thence.run(Booking.DESK, Engine.inMemory())) {
            inn.send(new Open("Inn", 5));
            // All hold the night of day 3, each with other nights beside it.
            var asked = IntStream.range(0, 40).mapToObj(i -> new Sent("ask/" + i, "guest " + i, Instant.EPOCH,
                    reserve(i, i % 4, 4))).toList();
            var outcomes = new Sender(inn, Sender.Watcher.NONE).send(asked);
            assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(5);
            assertThat(outcomes).filteredOn(Outcome.Refused.class::isInstance).hasSize(35);
            assertThat(inn.read(Booking.TAKEN, new Night("Inn", DAY.plusDays(3)))).isEqualTo(5);
        }
    }
}
