// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;

import static io.thence.Decision.accept;

/** A small application to look at from outside. */
public interface Counter {
    /** What happened. */
    record Counted(String name, int by) {}

    /** What is asked for. */
    record Count(String name, int by) {}

    Key<String> NAME = Key.of("name");

    Events<Counted> EVENTS = Events.of(Counted.class).type("counter.counted", Counted.class, NAME.of(Counted::name));

    Decider<Count, Counted> COUNTS = Decider.of(Count.class, EVENTS).decide(c -> accept(new Counted(c.name(), c.by())));

    Application APPLICATION = Application.named("counter").with(EVENTS, COUNTS);
}
