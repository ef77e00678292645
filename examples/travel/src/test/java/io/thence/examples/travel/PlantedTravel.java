// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.Reaction;
import io.thence.examples.travel.events.BookingEvent.DepositRequested;
import io.thence.examples.travel.events.BookingEvent.GuestLeft;
import io.thence.examples.travel.events.BookingEvent.RefundRequested;
import io.thence.examples.travel.payment.PaymentCommand.Charge;
import io.thence.examples.travel.payment.PaymentCommand.Decline;
import io.thence.examples.travel.payment.PaymentCommand.Refund;
import io.thence.examples.travel.payment.PaymentCommand.Settle;
import io.thence.testing.sim.Simulator;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Travel with a fault in it: payment's cashier is another one, the rest is what it is. */
final class PlantedTravel {

    /** The card company's own books. */
    private final List<DepositRequested> charged = new ArrayList<>();

    private PlantedTravel() {}

    /** Planted: a card is charged before anything says so, under no key; when the event comes again, it is again. */
    static Simulator effectBeforeCheckpoint() {
        return Simulator.each(() -> new PlantedTravel().simulator());
    }

    private Simulator simulator() {
        var cashier = Reaction.named("cashier").sending(Charge.class, Decline.class, Refund.class, Settle.class)
                .on(DepositRequested.class, (e, out) -> out.send(charges(e)
                        ? new Charge(e.booking(), e.card(), e.cents()) : new Decline(e.booking(), e.card())))
                .on(RefundRequested.class, (e, out) -> out.send(new Refund(e.booking(), e.card())))
                .on(GuestLeft.class, (e, out) -> out.send(new Settle(e.booking())));
        var parts = TravelLife.PAYMENT.parts().stream().map(part -> part instanceof Reaction ? cashier : part).toList();
        return TravelLife.simulator(new Application(TravelLife.PAYMENT.name(), parts))
                .check(_ -> assertThat(charged).as("what cards were charged").doesNotHaveDuplicates());
    }

    private boolean charges(DepositRequested request) {
        boolean isGiven = !TravelLife.COMPANY.declines(request.booking(), request.card());
        if (isGiven) {
            charged.add(request);
        }
        return isGiven;
    }
}
