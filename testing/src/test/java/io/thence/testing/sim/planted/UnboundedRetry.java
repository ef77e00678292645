// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Outcome;
import io.thence.Reaction;
import io.thence.testing.sim.Simulator;

/** Planted: a mail is sent again until it is accepted, also to those who want none. */
final class UnboundedRetry extends Trips {

    private UnboundedRetry() {}

    static Simulator simulator() {
        return Simulator.each(() -> new UnboundedRetry().life());
    }

    @Override
    void mailer(Trip.Charged charged, Reaction.Out out) {
        var mail = new Mail(charged.guest(), charged.booking());
        while (!(out.send(mail) instanceof Outcome.Accepted)) {
            Thread.onSpinWait(); // the guest may have changed his mind
        }
    }
}
