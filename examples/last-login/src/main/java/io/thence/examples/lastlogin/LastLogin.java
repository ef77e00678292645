// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.lastlogin;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import java.time.Instant;

import static io.thence.Decision.accept;

/** When each user of each wiki was last seen: what is seen is recorded, and a table shows the last of it. */
public interface LastLogin {

    /** A user did something. */
    record Seen(String wiki, String user, Instant at) {}

    Key<String> USER = Key.of("user");
    Events<Seen> EVENTS = Events.of(Seen.class).type("user.seen", Seen.class, USER.of(e -> e.wiki() + "/" + e.user()));
    Decider<Seen, Seen> WITNESS = Decider.of(Seen.class, EVENTS).decide(seen -> accept(seen));

    Projection LAST = Projection.sql("last", 1, "create table last (wiki varchar, name varchar, times bigint,"
                    + " at timestamp with time zone, primary key (wiki, name))")
            .on(Seen.class, (tables, seen) -> tables.row("last", seen.wiki(), seen.user())
                    .add("times", 1).set("at", seen.at()));

    Application APPLICATION = Application.named("last-login").with(EVENTS, WITNESS, LAST);
}
