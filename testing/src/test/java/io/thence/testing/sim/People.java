// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;

import static io.thence.Decision.accept;

/** Knows people by their e-mail address, and can forget them. */
interface People {

    record Met(String email, String name, int times) {}

    record Meet(String email, String name) {}

    Key<String> PERSON = Key.of("person").personal();

    Events<Met> EVENTS = Events.of(Met.class)
            .type("person.met", Met.class, PERSON.of(Met::email))
            .personal(Met.class, PERSON, "email", "name");

    /** The latest name. */
    Fold<String, String> NAME = Fold.by(PERSON).from("").on(Met.class, (_, met) -> met.name());

    Fold<String, Integer> TIMES = Fold.by(PERSON).from(0).on(Met.class, (times, met) -> times + met.times());

    Decider<Meet, Met> MEETING = Decider.of(Meet.class, EVENTS)
            .reading(TIMES, Meet::email)
            .decide((meet, _) -> accept(new Met(meet.email(), meet.name(), 1)));

    Projection NAMES = Projection.sql("names", 1,
                    "create table names (person varchar primary key, name varchar, times bigint)")
            .on(Met.class, (tables, met) ->
                    tables.row("names", tables.filed(PERSON)).set("name", met.name()).add("times", met.times()))
            .onErased(PERSON, (tables, person) -> tables.row("names", person).set("name", ""));

    Application APP = Application.named("people").with(EVENTS, MEETING, NAMES);
}
