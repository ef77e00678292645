// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.booking;

import io.thence.examples.travel.events.Request;
import java.time.LocalDate;

/** What hotels can be asked to do. {@code day} is when. */
public sealed interface BookingCommand {

    /** Opens a hotel, or says how many rooms it has now. */
    record Open(String hotel, int rooms) implements BookingCommand {}

    /** Books a stay if there is a room in each of its nights. */
    record Reserve(int booking, Request request, LocalDate day) implements BookingCommand {}

    /** Writes down a booking that was made elsewhere. */
    record Register(int booking, Request request, LocalDate day) implements BookingCommand {}

    /** Cancels a booking. */
    record Cancel(int booking, LocalDate day) implements BookingCommand {}

    /** Gives a guest a room of this type. */
    record CheckIn(int booking, String room, LocalDate day) implements BookingCommand {}

    /** Lets a guest leave. */
    record CheckOut(int booking, LocalDate day) implements BookingCommand {}

    /** Waits for a guest no more. */
    record Miss(int booking, LocalDate day) implements BookingCommand {}

    /** Asks for the deposit, from one of the guest's cards. */
    record RequestDeposit(int booking, int card, long cents) implements BookingCommand {}

    /** Asks for what was taken from a card to be given back. */
    record RequestRefund(int booking, int card) implements BookingCommand {}

    /** Confirms a booking whose deposit is paid. */
    record Confirm(int booking) implements BookingCommand {}

    /** Lets go of a booking whose deposit is not paid. */
    record Release(int booking) implements BookingCommand {}
}
