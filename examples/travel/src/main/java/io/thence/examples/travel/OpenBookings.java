// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.run.Thence;
import java.time.LocalDate;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** K3: what is on the books at the end of a past day. */
final class OpenBookings {

    private OpenBookings() {}

    /** For each hotel the bookings that were placed, not closed and not arrived by then, and their nights. */
    static String of(Thence hotels, LocalDate day) {
        return rows(tables(hotels, Bookings.PROJECTION).list("""
                select hotel, count(*) as bookings, sum(nights) as nights from bookings
                where placed <= ? and (closed is null or closed > ?) and arrival > ?
                group by hotel order by hotel
                """, r -> row(r.text("hotel"), r.number("bookings"), r.number("nights")), day, day, day));
    }
}
