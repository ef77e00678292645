// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.booking;

import io.thence.Projection;
import io.thence.Tables;
import io.thence.examples.travel.events.BookingEvent.BookingCancelled;
import io.thence.examples.travel.events.BookingEvent.BookingPlaced;
import io.thence.examples.travel.events.BookingEvent.BookingReleased;
import io.thence.examples.travel.events.BookingEvent.GuestArrived;
import io.thence.examples.travel.events.BookingEvent.GuestLeft;
import io.thence.examples.travel.events.BookingEvent.GuestMissed;
import java.time.LocalDate;

import static io.thence.examples.travel.events.BookingEvents.BOOKING;

/** Bookings as they are asked for: a row each. */
public final class Bookings {

    /** The status of a booking that was cancelled. */
    public static final String CANCELLED = "Canceled";

    /** The status of one whose guest has been there. */
    public static final String LEFT = "Check-Out";

    /** The status of one whose guest did not come. */
    public static final String MISSED = "No-Show";

    private Bookings() {}

    /** The part that fills them. */
    public static final Projection PROJECTION = Projection.sql("bookings", 1,
                    """
                    create table bookings (booking int primary key, hotel varchar, placed date, arrival date,
                      nights bigint, country varchar, agent int, deposit varchar, room varchar, given varchar,
                      closed date, status varchar, released boolean)
                    """)
            .parallelBy(BOOKING)
            .on(BookingPlaced.class, Bookings::placed)
            .on(GuestArrived.class, (tables, e) -> tables.row("bookings", e.booking()).set("given", e.room()))
            .on(BookingReleased.class, (tables, e) -> tables.row("bookings", e.booking()).set("released", true))
            .on(BookingCancelled.class, (tables, e) -> close(tables, e.booking(), CANCELLED, e.day()))
            .on(GuestLeft.class, (tables, e) -> close(tables, e.booking(), LEFT, e.day()))
            .on(GuestMissed.class, (tables, e) -> close(tables, e.booking(), MISSED, e.day()));

    private static void placed(Tables tables, BookingPlaced e) {
        var request = e.request();
        var row = tables.row("bookings", e.booking())
                .set("hotel", request.stay().hotel())
                .set("placed", e.day())
                .set("arrival", request.stay().arrival())
                .set("nights", request.stay().nights())
                .set("deposit", request.deposit().text())
                .set("room", request.room());
        request.country().ifPresent(country -> row.set("country", country));
        request.agent().ifPresent(agent -> row.set("agent", agent));
    }

    private static void close(Tables tables, int booking, String status, LocalDate day) {
        tables.row("bookings", booking).set("closed", day).set("status", status);
    }
}
