// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.CsvFile;
import io.thence.examples.Sender;
import io.thence.examples.Sent;
import io.thence.examples.travel.HotelCommand.Cancel;
import io.thence.examples.travel.HotelCommand.End;
import io.thence.examples.travel.HotelCommand.Register;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns the rows of the file of bookings into commands, two for each: it is placed, and it is closed. */
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
            String reservationStatus,
            LocalDate reservationStatusDate) {

        List<Sent> sent(int booking) {
            var arrival = LocalDate.of(arrivalDateYear, Month.valueOf(arrivalDateMonth.toUpperCase(Locale.ROOT)),
                    arrivalDateDayOfMonth);
            var stay = new Stay(hotel, arrival, staysInWeekendNights + staysInWeekNights);
            var placed = arrival.minusDays(leadTime);
            var lane = Integer.toString(booking);
            return List.of(
                    new Sent("place/" + lane, lane, moment(placed), new Register(booking, stay, placed)),
                    new Sent("close/" + lane, lane, moment(reservationStatusDate), closing(booking)));
        }

        private HotelCommand closing(int booking) {
            return reservationStatus.equals(Bookings.CANCELLED)
                    ? new Cancel(booking, reservationStatusDate)
                    : new End(booking, reservationStatus, reservationStatusDate);
        }

        private static Instant moment(LocalDate day) {
            return day.atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    /** The names of all hotels. */
    static SortedSet<String> hotels() throws IOException {
        return CsvFile.of(NAME, ',').rows(HotelOfRow.class).stream().map(HotelOfRow::hotel)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void feed(Sender sender) throws IOException {
        var commands = new ArrayList<Sent>();
        int booking = 0;
        for (var row : CsvFile.of(NAME, ',').rows(Row.class)) {
            commands.addAll(row.sent(++booking));
        }
        sender.expect(commands.size());
        sender.record(commands);
    }
}
