// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;

import static io.thence.Decision.accept;

/** Parts of an application whose events are personal. */
final class Calls {

    record Called(String email, String name) {}

    record Call(String email, String name) {}

    static final Key<String> PERSON = Key.of("person").personal();
    static final Events<Called> EVENTS = Events.of(Called.class)
            .type("person.called", Called.class, PERSON.of(Called::email))
            .personal(Called.class, PERSON, "email", "name");
    static final Decider<Call, Called> CALLING = Decider.of(Call.class, EVENTS)
            .decide(call -> accept(new Called(call.email(), call.name())));
    static final Fold<String, String> NAME =
            Fold.by(PERSON).from("").on(Called.class, (_, called) -> called.name());

    private Calls() {}
}
