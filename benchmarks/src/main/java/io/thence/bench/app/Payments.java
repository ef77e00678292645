// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Receive;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** The application of the benchmarks: payments that accounts receive. */
final class Payments {

    static final Key<String> ACCOUNT = Key.of("account");

    static final Events<Payload> EVENTS = Events.of(Payload.class)
            .type(Payload.TYPE, Payload.class, ACCOUNT.of(Payload::account));

    static final Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
            .on(Payload.class, (cents, paid) -> cents + paid.cents());

    static final Decider<Receive, Payload> RECEIVING = Decider.of(Receive.class, EVENTS)
            .reading(BALANCE, Receive::account)
            .decide((receive, cents) -> cents + receive.cents() < 0 ? refuse("only " + cents + " cents")
                    : accept(receive.payment()));

    static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint, payments bigint)")
            .on(Payload.class, (tables, paid) ->
                    tables.row("balances", paid.account()).add("cents", paid.cents()).add("payments", 1));

    /** Sees all events and does nothing: what it costs is that it is there. */
    static final Reaction WATCH = Reaction.named("watch").on(Payload.class, (_, _) -> {});

    /** Commands alone. */
    static final Application COMMANDS = Application.named("bench").with(EVENTS, RECEIVING);

    /** Commands and a read model. */
    static final Application WITH_VIEW = COMMANDS.with(BALANCES);

    private Payments() {}
}
