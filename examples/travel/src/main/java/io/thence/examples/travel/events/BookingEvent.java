// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import java.time.LocalDate;

/** What happened to hotels and bookings. {@code day} is when. */
public sealed interface BookingEvent {

    /** A hotel has so many rooms. */
    record HotelOpened(String hotel, int rooms) implements BookingEvent {}

    /** A guest booked a stay: the nights are taken. */
    record BookingPlaced(int booking, Request request, LocalDate day) implements BookingEvent {}

    /** The booking needs a deposit of so many cents. */
    record DepositAgreed(int booking, long cents) implements BookingEvent {}

    /** The deposit is to be taken from one of the guest's cards, which are numbered from 1. */
    record DepositRequested(int booking, int card, long cents) implements BookingEvent {}

    /** What was taken from a card, if anything was, is to be given back as far as was agreed. */
    record RefundRequested(int booking, int card) implements BookingEvent {}

    /** The deposit is paid. */
    record BookingConfirmed(int booking) implements BookingEvent {}

    /** The deposit could not be paid: the nights are free again. */
    record BookingReleased(int booking, Stay stay) implements BookingEvent {}

    /** The guest will not come: the nights are free again. */
    record BookingCancelled(int booking, Stay stay, LocalDate day) implements BookingEvent {}

    /** The guest has a room, of this type. */
    record GuestArrived(int booking, String room, LocalDate day) implements BookingEvent {}

    /** The guest has left. */
    record GuestLeft(int booking, LocalDate day) implements BookingEvent {}

    /** The guest did not come. */
    record GuestMissed(int booking, LocalDate day) implements BookingEvent {}
}
