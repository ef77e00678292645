// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import java.time.Instant;

/** Sales of tills, and what they come to. */
interface Till {

    /** What happens. */
    sealed interface Event {
        String till();
    }

    record Sold(String till, String item, long cents, Instant at) implements Event {}

    record Closed(String till) implements Event {}

    /** What is asked for. */
    sealed interface Command {}

    record Sell(String till, String item, long cents, Instant at) implements Command {}

    record Close(String till) implements Command {}

    Key<String> TILL = Key.of("till");

    Events<Event> EVENTS = Events.of(Event.class)
            .type("item.sold", Sold.class, TILL.of(Sold::till))
            .type("till.closed", Closed.class, TILL.of(Closed::till));

    Decider<Command, Event> SELLING = Decider.of(Command.class, EVENTS)
            .decide(command -> Decision.accept(switch (command) {
                case Sell(var till, var item, var cents, var at) -> new Sold(till, item, cents, at);
                case Close(var till) -> new Closed(till);
            }));

    /** Uses whatever tables can do. */
    Projection TAKINGS = Projection.sql("takings", 1,
                    "create table takings (till varchar primary key, cents bigint default 0, sales int default 0,"
                            + " last_item varchar, first_sale timestamp with time zone)",
                    "create table items (till varchar, item varchar, cents bigint default 0, primary key (till, item))",
                    "create table closings (till varchar primary key, cents bigint)")
            .on(Sold.class, (db, e) -> {
                db.row("takings", e.till()).add("cents", e.cents()).add("sales", 1).set("last_item", e.item())
                        .least("first_sale", e.at());
                db.row("items", e.till(), e.item()).add("cents", e.cents());
            })
            .on(Closed.class, (db, e) -> {
                db.run("delete from closings where till = ?", e.till());
                db.run("insert into closings select till, cents from takings where till = ?", e.till());
            });

    /** The same in several lanes. */
    Projection IN_LANES = TAKINGS.parallelBy(TILL);

    static Application with(Projection projection) {
        return Application.named("tills").with(EVENTS, SELLING, projection);
    }
}
