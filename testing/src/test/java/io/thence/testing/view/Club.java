// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import io.thence.run.Thence;
import java.time.Duration;
import java.util.List;

import static io.thence.Decision.accept;

/** Members of a club, who may want to be forgotten. */
interface Club {

    record Join(String email) {}

    record Joined(String email) {}

    Key<String> MEMBER = Key.of("member").personal();

    Events<Joined> EVENTS = Events.of(Joined.class)
            .type("member.joined", Joined.class, MEMBER.of(Joined::email))
            .personal(Joined.class, MEMBER, "email");

    Projection MEMBERS = Projection.sql("members", 1,
                    "create table members (member varchar primary key, email varchar)")
            .on(Joined.class, (db, e) -> db.row("members", db.filed(MEMBER)).set("email", e.email()))
            .onErased(MEMBER, (db, member) -> db.row("members", member).set("email", ""));

    Application APPLICATION = Application.named("club").with(EVENTS, MEMBERS,
            Decider.of(Join.class, EVENTS).decide(join -> accept(new Joined(join.email()))));

    static List<String> emails(Thence club) {
        return club.query(MEMBERS).upTo(club.store().head()).within(Duration.ofMinutes(1))
                .list("select email from members order by 1", row -> row.text("email"));
    }
}
