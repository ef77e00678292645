// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.Hundredths;
import io.thence.examples.travel.booking.Bookings;
import io.thence.examples.travel.notification.Notification;
import io.thence.examples.travel.payment.Money;
import io.thence.run.Thence;
import io.thence.view.ViewQuery;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** What the three applications say about the hotels. Booking is asked, and finds the others beside it. */
final class TravelReport {

    private TravelReport() {}

    private static ViewQuery bookings(Thence booking) {
        return tables(booking, Bookings.PROJECTION);
    }

    private static ViewQuery money(Thence booking) {
        return tables(booking.deployed().of("payment"), Money.PROJECTION);
    }

    /** K1: bookings per hotel and final status. */
    static String statuses(Thence booking) {
        return rows(bookings(booking).list("""
                select hotel, status, count(*) as bookings from bookings where status is not null
                group by hotel, status order by hotel, status
                """, r -> row(r.text("hotel"), r.text("status"), r.number("bookings"))));
    }

    /** K2: bookings placed per month of a year. */
    static String months(Thence booking, int year) {
        return rows(bookings(booking).list("""
                select extract(month from placed) as month_of_year, count(*) as bookings from bookings
                where extract(year from placed) = ? group by month_of_year order by month_of_year
                """, r -> row("%d-%02d".formatted(year, r.number("month_of_year")), r.number("bookings")), year));
    }

    /** K3: for each hotel the bookings that were placed, not closed and not arrived by then, and their nights. */
    static String open(Thence booking, LocalDate day) {
        return rows(bookings(booking).list("""
                select hotel, count(*) as bookings, sum(nights) as nights from bookings
                where placed <= ? and (closed is null or closed > ?) and arrival > ?
                group by hotel order by hotel
                """, r -> row(r.text("hotel"), r.number("bookings"), r.number("nights")), day, day, day));
    }

    /** K4: rooms with guests in a night, who have left since. */
    static String occupied(Thence booking, LocalDate night) {
        return rows(bookings(booking).list("""
                select hotel, count(*) as rooms from bookings
                where status = ? and arrival <= ? and ? < dateadd('DAY', nights, arrival)
                group by hotel order by hotel
                """, r -> row(r.text("hotel"), r.number("rooms")), Bookings.LEFT, night, night));
    }

    /** K5: cancellations at most so many days before arrival, per deposit. */
    static String late(Thence booking, int days) {
        return rows(bookings(booking).list("""
                select deposit, count(*) as bookings from bookings
                where status = ? and datediff('DAY', closed, arrival) between 0 and ?
                group by deposit order by deposit
                """, r -> row(r.text("deposit"), r.number("bookings")), Bookings.CANCELLED, days));
    }

    /** K6: cancellations on the day of placing, and within so many days after it. */
    static String quick(Thence booking, int days) {
        return bookings(booking).one("""
                select count(*) filter (where closed = placed) as at_once,
                  count(*) filter (where datediff('DAY', placed, closed) between 1 and ?) as soon
                from bookings where status = ?
                """, r -> row(r.number("at_once"), r.number("soon")), days, Bookings.CANCELLED);
    }

    /** K7: windows of so many days from 1970-01-01 on: the five with most cancellations. */
    static String windows(Thence booking, int days) {
        return rows(bookings(booking).list("""
                select cast(extract(epoch from closed) as bigint) / 86400 / ? as window_number, count(*) as bookings
                from bookings where status = ? group by window_number order by bookings desc, window_number limit 5
                """, r -> row(LocalDate.ofEpochDay(r.number("window_number") * days), r.number("bookings")),
                days, Bookings.CANCELLED));
    }

    /** K8: days on which one agent has so many cancellations or more: how many; the largest. */
    static String bursts(Thence booking, int least) {
        var bursts = bookings(booking).list("""
                select agent, closed, count(*) as bookings from bookings where status = ? and agent is not null
                group by agent, closed having count(*) >= ? order by bookings desc, agent, closed
                """, r -> row(r.number("agent"), r.text("closed"), r.number("bookings")), Bookings.CANCELLED, least);
        return Stream.concat(Stream.of(Integer.toString(bursts.size())), bursts.stream().limit(1))
                .collect(Collectors.joining(" | "));
    }

    /** K9: the ten countries with most kept bookings. */
    static String countries(Thence booking) {
        return rows(bookings(booking).list("""
                select country, count(*) as bookings from bookings where status = ? and country is not null
                group by country order by bookings desc, country limit 10
                """, r -> row(r.text("country"), r.number("bookings")), Bookings.LEFT));
    }

    /** K10: what bills of rooms came to, per hotel and year of arrival. */
    static String revenue(Thence booking) {
        return rows(money(booking).list("select hotel, year_of_arrival, cents from bills order by hotel,"
                + " year_of_arrival", r -> row(r.text("hotel"), r.number("year_of_arrival"),
                        Hundredths.text(r.number("cents")))));
    }

    /** K11: guests who were given a room of another type than they had booked, and have left. */
    static String moved(Thence booking) {
        return rows(bookings(booking).list("""
                select hotel, count(*) as bookings from bookings where status = ? and given <> room
                group by hotel order by hotel
                """, r -> row(r.text("hotel"), r.number("bookings")), Bookings.LEFT));
    }

    /** D1: what became of deposits, and how many bookings were let go of for want of one. */
    static String deposits(Thence booking) {
        var money = money(booking).list("select what, times, cents from deposits order by what",
                r -> row(r.text("what"), r.number("times"), Hundredths.text(r.number("cents"))));
        long released = bookings(booking).one("select count(*) as bookings from bookings where released",
                r -> r.number("bookings"));
        return rows(Stream.concat(money.stream(), Stream.of(row("released", released))).toList());
    }

    /** D2: mails per subject. */
    static String mails(Thence booking) {
        return rows(tables(booking.deployed().of("notification"), Notification.MAILS).list(
                "select subject, mails from mails order by subject",
                r -> row(r.text("subject"), r.number("mails"))));
    }
}
