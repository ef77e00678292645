// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.payment;

import io.thence.examples.travel.events.Request;
import java.util.Optional;

/**
 * The money of a booking.
 *
 * @param request what was asked for; absent before it was placed
 * @param card    the card from which the deposit was taken, 0 for none
 * @param paid    the cents that were taken and not given back
 * @param settled whether the bill is paid
 */
public record Account(Optional<Request> request, int card, long paid, boolean settled) {

    static final Account NONE = new Account(Optional.empty(), 0, 0, false);

    static Account of(Request request) {
        return new Account(Optional.of(request), 0, 0, false);
    }

    Account charged(int from, long cents) {
        return new Account(request, from, cents, settled);
    }

    Account refunded() {
        return new Account(request, 0, 0, settled);
    }

    Account billed() {
        return new Account(request, card, paid, true);
    }
}
