// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Next;
import io.thence.testing.sim.Simulator;
import io.thence.testing.sim.planted.Transfer.Entry;

/** Planted: what cannot be given is taken for given, so it is nowhere. */
final class RefusalIgnored {

    private RefusalIgnored() {}

    static Simulator simulator() {
        return Transfer.simulator(Transfer.begun()
                .on(Transfer.TAKE, Entry.Taken.class, (m, _) -> Next.state(m).ask(Transfer.GIVE, m.give()))
                .on(Transfer.GIVE, Entry.Given.class, (m, _) -> Next.state(m).done())
                .onRefused(Transfer.GIVE, (m, _) -> Next.state(m).done())
                .on(Entry.Cancelled.class, (m, _) -> Next.state(m).compensate()));
    }
}
