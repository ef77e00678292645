// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import java.time.LocalDate;

/** What hotels can be asked to do. {@code day} is when. */
public sealed interface HotelCommand {

    /** Opens a hotel, or says how many rooms it has now. */
    record Open(String hotel, int rooms) implements HotelCommand {}

    /** Books a stay if there is a room in each of its nights. */
    record Reserve(int booking, Stay stay, LocalDate day) implements HotelCommand {}

    /** Writes down a booking that was made elsewhere. */
    record Register(int booking, Stay stay, LocalDate day) implements HotelCommand {}

    /** Cancels a booking. */
    record Cancel(int booking, LocalDate day) implements HotelCommand {}

    /** Closes a booking that was not cancelled; {@code status} says how it ended. */
    record End(int booking, String status, LocalDate day) implements HotelCommand {}
}
