// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import java.time.LocalDate;

/** What happened to hotels and bookings. {@code day} is when. */
public sealed interface HotelEvent {

    /** A hotel has so many rooms. */
    record HotelOpened(String hotel, int rooms) implements HotelEvent {}

    /** A guest booked a stay. */
    record BookingPlaced(int booking, Stay stay, LocalDate day) implements HotelEvent {}

    /** The guest will not come. */
    record BookingCancelled(int booking, Stay stay, LocalDate day) implements HotelEvent {}

    /** The guest has left, or did not show up: {@code status} says which. */
    record BookingEnded(int booking, String status, LocalDate day) implements HotelEvent {}
}
