// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Projection;
import io.thence.examples.travel.HotelEvent.BookingCancelled;
import io.thence.examples.travel.HotelEvent.BookingEnded;
import io.thence.examples.travel.HotelEvent.BookingPlaced;

/** Bookings as they are asked for: a row each. */
public final class Bookings {

    /** The status of a booking that was cancelled. */
    static final String CANCELLED = "Canceled";

    private Bookings() {}

    /** The part that fills them. */
    public static final Projection PROJECTION = Projection.sql("bookings", 1,
                    """
                    create table bookings (booking int primary key, hotel varchar, placed date, arrival date,
                      nights bigint, closed date, status varchar)
                    """)
            .on(BookingPlaced.class, (tables, e) -> tables.row("bookings", e.booking())
                    .set("hotel", e.stay().hotel())
                    .set("placed", e.day())
                    .set("arrival", e.stay().arrival())
                    .set("nights", e.stay().nights()))
            .on(BookingCancelled.class, (tables, e) -> tables.row("bookings", e.booking())
                    .set("closed", e.day())
                    .set("status", CANCELLED))
            .on(BookingEnded.class, (tables, e) -> tables.row("bookings", e.booking())
                    .set("closed", e.day())
                    .set("status", e.status()));
}
