// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.CsvFile;
import io.thence.examples.Hundredths;
import io.thence.examples.Sent;
import io.thence.examples.travel.booking.BookingCommand;
import io.thence.examples.travel.booking.BookingCommand.Cancel;
import io.thence.examples.travel.booking.BookingCommand.CheckIn;
import io.thence.examples.travel.booking.BookingCommand.CheckOut;
import io.thence.examples.travel.booking.BookingCommand.Miss;
import io.thence.examples.travel.booking.BookingCommand.Register;
import io.thence.examples.travel.booking.Bookings;
import io.thence.examples.travel.events.Deposit;
import io.thence.examples.travel.events.Request;
import io.thence.examples.travel.events.Stay;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns the rows of the file of bookings into commands: each booking is placed, and then goes its way. */
final class BookingsFile {

    static final String NAME = "travel/hotel_bookings.csv.gz";

    private BookingsFile() {}

    /** Where a row books. */
    record HotelOfRow(String hotel) {}

    /** A row: a booking that is numbered by its place in the file. */
    record Row(
            String hotel,
            int leadTime,
            int arrivalDateYear,
            String arrivalDateMonth,
            int arrivalDateDayOfMonth,
            int staysInWeekendNights,
            int staysInWeekNights,
            String country,
            String reservedRoomType,
            String assignedRoomType,
            String depositType,
            String agent,
            BigDecimal adr,
            String reservationStatus,
            LocalDate reservationStatusDate) {

        private LocalDate arrival() {
            return LocalDate.of(arrivalDateYear, Month.valueOf(arrivalDateMonth.toUpperCase(Locale.ROOT)),
                    arrivalDateDayOfMonth);
        }

        private Request request() {
            int nights = staysInWeekendNights + staysInWeekNights;
            return new Request(new Stay(hotel, arrival(), nights), reservedRoomType, known(country),
                    known(agent).map(Integer::valueOf), Deposit.of(depositType).orElseThrow(() ->
                            new IllegalStateException("there is no deposit '" + depositType + "'")),
                    Hundredths.of(adr) * nights);
        }

        private static Optional<String> known(String text) {
            return Optional.of(text).filter(value -> !value.equals("NULL"));
        }

        List<OfDay> days(int booking) {
            var placed = arrival().minusDays(leadTime);
            var days = new ArrayList<OfDay>();
            days.add(new OfDay(placed, 0, booking, "place", new Register(booking, request(), placed)));
            if (reservationStatus.equals(Bookings.LEFT)) {
                days.add(new OfDay(arrival(), 1, booking, "arrive",
                        new CheckIn(booking, assignedRoomType, arrival())));
            }
            days.add(new OfDay(reservationStatusDate, 2, booking, "close", closing(booking)));
            return days;
        }

        private BookingCommand closing(int booking) {
            return switch (reservationStatus) {
                case Bookings.CANCELLED -> new Cancel(booking, reservationStatusDate);
                case Bookings.LEFT -> new CheckOut(booking, reservationStatusDate);
                case Bookings.MISSED -> new Miss(booking, reservationStatusDate);
                default -> throw new IllegalStateException("there is no status '" + reservationStatus + "'");
            };
        }
    }

    /**
     * What happened on a day.
     *
     * @param day     the day
     * @param turn    of its day: first bookings are placed, then guests come, then bookings are closed
     * @param booking the booking
     * @param what    in a word
     * @param command says it
     */
    record OfDay(LocalDate day, int turn, int booking, String what, BookingCommand command) {

        Sent sent() {
            return new Sent(what + "/" + booking, Integer.toString(booking),
                    day.atStartOfDay().toInstant(ZoneOffset.UTC), command);
        }
    }

    /** The names of all hotels. */
    static SortedSet<String> hotels() throws IOException {
        return CsvFile.of(NAME, ',').rows(HotelOfRow.class).stream().map(HotelOfRow::hotel)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All that happened to every so many-th booking, in no order. */
    static List<OfDay> read(int every) throws IOException {
        var all = new ArrayList<OfDay>();
        int booking = 0;
        for (var row : CsvFile.of(NAME, ',').rows(Row.class)) {
            if (++booking % every == 0) {
                all.addAll(row.days(booking));
            }
        }
        return all;
    }
}
