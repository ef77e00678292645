// SPDX-License-Identifier: Apache-2.0
package io.thence.club;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubCommand.Visit;
import io.thence.club.ClubEvent.Joined;
import io.thence.club.ClubEvent.Opened;
import io.thence.club.ClubEvent.Visited;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** The club's parts. */
public interface Club {

    Key<String> MEMBER = Key.of("member").personal();
    Key<String> HOUSE = Key.of("house");

    Events<ClubEvent> EVENTS = Events.of(ClubEvent.class)
            .type("member.joined", Joined.class, MEMBER.of(Joined::email))
            .personal(Joined.class, MEMBER, "email", "name", "phone")
            .type("member.visited", Visited.class, MEMBER.of(Visited::email))
            .personal(Visited.class, MEMBER, "email")
            .type("house.opened", Opened.class, HOUSE.of(Opened::house));

    /** The name of a member; "" if there is none, or it is forgotten. */
    Fold<String, String> NAME = Fold.by(MEMBER).from("").on(Joined.class, (_, event) -> event.name());

    Fold<String, Long> MINUTES = Fold.by(MEMBER).from(0L)
            .on(Visited.class, (minutes, event) -> minutes + event.minutes());

    Decider<Join, ClubEvent> JOINING = Decider.of(Join.class, EVENTS)
            .reading(NAME, Join::email)
            .decide((join, name) -> name.isEmpty()
                    ? accept(new Joined(join.email(), join.name(), join.phone(), join.fee()))
                    : refuse("a member already"));

    Decider<Visit, ClubEvent> VISITING = Decider.of(Visit.class, EVENTS)
            .reading(MINUTES, Visit::email)
            .decide((visit, _) -> accept(new Visited(visit.email(), visit.minutes())));

    Projection MEMBERS = Projection.sql("members", 1,
                    "create table members (member varchar primary key, email varchar, name varchar, phone varchar,"
                            + " fee decimal(10, 2), minutes bigint)")
            .on(Joined.class, (tables, event) -> tables.row("members", tables.filed(MEMBER))
                    .set("email", event.email()).set("name", event.name()).set("phone", event.phone().orElse("none"))
                    .set("fee", event.fee()))
            .on(Visited.class, (tables, event) ->
                    tables.row("members", tables.filed(MEMBER)).add("minutes", event.minutes()))
            .onErased(MEMBER, (tables, member) ->
                    tables.row("members", member).set("email", "").set("name", "").set("phone", ""));

    Application APPLICATION = Application.named("club").with(EVENTS, JOINING, VISITING, MEMBERS);
}
