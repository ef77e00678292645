// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Outcome;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.travel.booking.Booking;
import io.thence.examples.travel.booking.BookingCommand;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.Open;
import io.thence.examples.travel.booking.BookingCommand.Reserve;
import io.thence.examples.travel.booking.Bookings;
import io.thence.examples.travel.events.Request;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.tables;

/**
 * K12: a hotel had it only so many rooms. Its desk is asked, in memory, for all that was asked of the real one, in the
 * order in which it happened: day by day first what was cancelled, then what was placed, each by the booking's number.
 * So what is cancelled on the day on which it is placed is placed and stays.
 *
 * @param hotel its name
 * @param rooms how many it has
 */
record SmallHotel(String hotel, int rooms) {

    private static final String ASKED = """
            select booking, arrival, nights, placed as on_day, 1 as turn from bookings where hotel = ? and nights > 0
            union all
            select booking, arrival, nights, closed as on_day, 0 as turn from bookings
              where hotel = ? and nights > 0 and status = ?
            order by on_day, turn, booking
            """;

    String replay(Thence booking) {
        var asked = asked(booking);
        try (var small = Thence.run(Booking.DESK, Engine.inMemory())) {
            small.send(new Open(hotel, rooms));
            var outcomes = new Sender(small, Sender.Watcher.NONE).send(asked);
            long requests = 0;
            long refused = 0;
            for (int i = 0; i < outcomes.size(); i++) {
                if (asked.get(i).command() instanceof Reserve) {
                    requests++;
                    refused += outcomes.get(i) instanceof Outcome.Refused ? 1 : 0;
                }
            }
            var left = tables(small, Bookings.PROJECTION).one("""
                    select count(*) as bookings, coalesce(sum(nights), 0) as nights from bookings where closed is null
                    """, r -> row(r.number("bookings") + " active at the end",
                            "room-nights of those " + r.number("nights")));
            return row(requests + " requests", refused + " refused", left);
        }
    }

    private List<Sent> asked(Thence booking) {
        var commands = tables(booking, Bookings.PROJECTION).<BookingCommand>list(ASKED, r -> {
            int number = (int) r.number("booking");
            var day = LocalDate.parse(r.text("on_day"));
            return r.number("turn") == 0 ? new Cancel(number, day) : new Reserve(number,
                    Request.of(hotel, LocalDate.parse(r.text("arrival")), (int) r.number("nights")), day);
        }, hotel, hotel, Bookings.CANCELLED);
        var sent = new ArrayList<Sent>(commands.size());
        commands.forEach(command -> sent.add(new Sent(Integer.toString(sent.size()), hotel, Instant.EPOCH, command)));
        return sent;
    }
}
