// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim.planted;

import io.thence.Ask;
import io.thence.Next;
import io.thence.testing.sim.Simulator;
import io.thence.testing.sim.planted.Transfer.Entry;
import io.thence.testing.sim.planted.Transfer.GiveBack;
import io.thence.testing.sim.planted.Transfer.Moving;

/** Planted: who cancels is given back at once what may not be taken yet, or is being given. */
final class CompensationBeforeAnswer {

    private static final Ask<Moving, GiveBack> BACK = Ask.of("back", GiveBack.class);

    private CompensationBeforeAnswer() {}

    static Simulator simulator() {
        return Transfer.simulator(Transfer.begun()
                .on(Transfer.TAKE, Entry.Taken.class, (m, _) -> Next.state(m).ask(Transfer.GIVE, m.give()))
                .on(Transfer.GIVE, Entry.Given.class, (m, _) -> Next.state(m).done())
                .onRefused(Transfer.GIVE, (m, _) -> Next.state(m).compensate())
                .on(Entry.Cancelled.class, (m, _) -> Next.state(m)
                        .ask(BACK, new GiveBack(m.from(), m.transfer(), m.cents())))
                .on(BACK, Entry.Given.class, (m, _) -> Next.state(m).done())
                .onRefused(BACK, (m, _) -> Next.state(m).done()));
    }
}
