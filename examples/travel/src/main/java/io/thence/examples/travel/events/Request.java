// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a guest asks for.
 *
 * @param stay    where and when
 * @param room    the type of room
 * @param country where the guest is from, where that is known
 * @param agent   who asks for the guest, where that is not the guest
 * @param deposit what is to be paid before
 * @param cents   the price of all nights
 */
public record Request(
        Stay stay, String room, Optional<String> country, Optional<Integer> agent, Deposit deposit, long cents) {

    /** A stay of which nothing else is known, to be paid at departure. */
    public static Request of(String hotel, LocalDate arrival, int nights) {
        return new Request(new Stay(hotel, arrival, nights), "", Optional.empty(), Optional.empty(), Deposit.NONE, 0);
    }
}
