// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Outcome;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.command.Annulling.Which;
import io.thence.run.AnnulTest.Booked.Given;
import io.thence.run.AnnulTest.Booked.Taken;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application annuls, is stopped and started, and somebody annuls while it does not run. */
class AnnulTest {

    sealed interface Booked {
        String member();

        int points();

        record Given(String member, String name, int points) implements Booked {}

        record Taken(String member, int points) implements Booked {}
    }

    static final Key<String> MEMBER = Key.of("member").personal();

    static final Events<Booked> EVENTS = Events.of(Booked.class)
            .type("points.given", Given.class, MEMBER.of(Given::member))
            .personal(Given.class, MEMBER, "member", "name")
            .type("points.taken", Taken.class, MEMBER.of(Taken::member))
            .personal(Taken.class, MEMBER, "member");

    static final Fold<String, Integer> POINTS = Fold.by(MEMBER).from(0)
            .on(Given.class, (points, given) -> points + given.points())
            .on(Taken.class, (points, taken) -> points - taken.points());

    static final Decider<Booked, Booked> DESK = Decider.of(Booked.class, EVENTS).reading(POINTS, Booked::member)
            .decide((booked, _) -> accept(booked));

    static final Projection TABLE = Projection.sql("points", 1,
                    "create table points (member varchar primary key, name varchar, points int default 0)")
            .on(Given.class, (db, e) ->
                    db.row("points", db.filed(MEMBER)).set("name", e.name()).add("points", e.points()))
            .on(Taken.class, (db, e) -> db.row("points", db.filed(MEMBER)).add("points", -e.points()))
            .onErased(MEMBER, (db, member) -> db.row("points", member).set("name", ""));

    static final MemoryProjection<TreeMap<String, Integer>> MODEL =
            Projection.<TreeMap<String, Integer>>inMemory("model", TreeMap::new)
                    .on(Given.class, (model, given) -> model.merge(given.name(), given.points(), Integer::sum));

    @TempDir
    private Path folder;

    private Thence open(Projection table) {
        return Thence.run(Application.named("club").with(EVENTS, DESK, table, MODEL), Engine.at(folder));
    }

    private static Outcome give(Thence club, String id, int points) {
        return club.send(new Given("anna@example.org", "Anna", points), Send.as(id));
    }

    private static List<EventId> ids(String... ids) {
        return List.of(ids).stream().map(EventId::new).toList();
    }

    private static long points(Thence club, Projection table) {
        var upTo = club.store().head();
        long folded = club.read(POINTS, "anna@example.org");
        assertThat(club.query(table).upTo(upTo).<Long>one("select points from points where member = ?",
                row -> row.number("points"), club.filed(MEMBER, "anna@example.org"))).isEqualTo(folded);
        return folded;
    }

    @Test
    void what_a_projection_does_not_provide_for_is_refused_and_nothing_is_written() {
        try (var club = open(TABLE.onAnnulled(Taken.class, (db, e) ->
                db.row("points", db.filed(MEMBER)).add("points", e.points())))) {
            give(club, "1", 5);
            club.send(new Taken("anna@example.org", 2), Send.as("2"));
            var head = club.store().head();

            assertThatThrownBy(() -> club.annul(ids("2/0", "1/0"), "bert", "no")).isInstanceOf(BadRequest.class)
                    .hasMessage("event 1/0 (points.given) cannot be annulled: projection 'points', version 1, reads it"
                            + " and does not say what becomes of what it did: add onAnnulled(..) for its type, which"
                            + " undoes that, or rebuildOnAnnul(), by which the projection is built anew");

            assertThat(club.store().head()).isEqualTo(head);
            assertThat(club.annul(ids("2/0"), "bert", "it is hers").events()).isEqualTo(ids("2/0"));
        }
    }

    @Test
    void older_tables_must_be_provided_for_too() {
        var newer = Projection.sql("points", 2, TABLE.tables().getFirst())
                .on(Taken.class, (db, e) -> db.row("points", db.filed(MEMBER)).add("points", -e.points()))
                .onErased(MEMBER, (db, member) -> db.row("points", member).set("name", ""))
                .rebuildOnAnnul().replacing(TABLE);
        try (var club = open(newer)) {
            give(club, "1", 5);
            assertThatThrownBy(() -> club.annul(ids("1/0"), "bert", "no")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("projection 'points', version 1, reads it");
        }
    }

    @Test
    void personal_data_is_read_where_it_is_undone() {
        var undoing = TABLE.onAnnulled(Given.class, (db, e) -> db.row("points", db.filed(MEMBER))
                .set("name", "not " + e.name()).add("points", -e.points()));
        try (var club = open(undoing)) {
            give(club, "1", 5);
            give(club, "2", 7);
            assertThat(points(club, undoing)).isEqualTo(12);
            var annulled = club.annul(ids("1/0"), "bert", "given twice");
            assertThat(points(club, undoing)).isEqualTo(7);
            assertThat(club.query(undoing).<String>one("select name from points", row -> row.text("name")))
                    .isEqualTo("not Anna");
            assertThat(club.query(MODEL).upTo(annulled.position()).<Integer>read(model -> model.get("Anna")))
                    .isEqualTo(7);
            club.forget(MEMBER, "anna@example.org");
            assertThat(club.query(MODEL).<Integer>read(model -> model.get(""))).isEqualTo(7);
        }
    }

    @Test
    void after_a_start_all_is_as_it_was() {
        var rebuilt = TABLE.rebuildOnAnnul();
        try (var club = open(rebuilt)) {
            give(club, "1", 5);
            give(club, "2", 7);
            assertThat(points(club, rebuilt)).isEqualTo(12);
            club.annul(ids("1/0"), "bert", "given twice");
            assertThat(points(club, rebuilt)).isEqualTo(7);
        }
        try (var club = open(rebuilt)) {
            assertThat(points(club, rebuilt)).isEqualTo(7);
            assertThat(club.query(MODEL).<Integer>read(model -> model.get("Anna"))).isEqualTo(7);
            assertThat(club.annul(ids("1/0"), "bert", "again").before()).isEqualTo(ids("1/0"));
        }
    }

    /** Nobody could ask the application: what cannot undo is built anew. */
    @Test
    void what_was_annulled_at_rest_is_followed_at_the_next_start() {
        try (var club = open(TABLE)) {
            give(club, "1", 5);
            give(club, "2", 7);
            assertThat(points(club, TABLE)).isEqualTo(12);
            assertThatThrownBy(() -> AtRest.annul(Engine.at(folder), Which.of(ids("1/0")), "bert", "no"))
                    .isInstanceOf(InUse.class);
        }
        AtRest.annul(Engine.at(folder), Which.of(ids("1/0")), "bert", "given twice");
        try (var club = open(TABLE)) {
            assertThat(points(club, TABLE)).isEqualTo(7);
        }
        assertThatThrownBy(() -> AtRest.annul(Engine.at(folder.resolve("none")), Which.of(ids("1/0")), "bert", "no"))
                .isInstanceOf(NoStore.class);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void a_summary_of_closed_books_is_without_it() {
        var rebuilt = TABLE.rebuildOnAnnul();
        try (var club = open(rebuilt)) {
            give(club, "1", 5);
            give(club, "2", 7);
            club.annul(ids("1/0"), "bert", "given twice");
            club.closeBooks(POINTS, "anna@example.org", points ->
                    List.of(new Given("anna@example.org", "Anna", points)));
            assertThat(club.read(POINTS, "anna@example.org")).isEqualTo(7);
            assertThatThrownBy(() -> club.annul(ids("2/0"), "bert", "too late")).hasMessageContaining("was truncated");
        }
    }

    static final Key<String> PLACE = Key.of("place");

    record Sent(String from, String to) {}

    static final Events<Sent> OLD = Events.of(Sent.class)
            .type("thing.sent", Sent.class, PLACE.each(sent -> List.of(sent.from(), sent.to())));

    static final Decider<Sent, Sent> SENDING = Decider.of(Sent.class, OLD).decide(sent -> accept(sent));

    sealed interface Went {}

    record Left(String place) implements Went {}

    record Came(String place) implements Went {}

    private static ObjectNode of(String what, ObjectNode sent) {
        return sent.objectNode().put("place", sent.path(what).asString());
    }

    static final Events<Went> NEW = Events.of(Went.class)
            .type("thing.left", Left.class, PLACE.of(Left::place))
            .type("thing.came", Came.class, PLACE.of(Came::place))
            .retired("thing.sent")
            .split("thing.sent", Left.class, 1, sent -> List.of(of("from", sent)))
            .split("thing.sent", Came.class, 1, sent -> List.of(of("to", sent)));

    static final Fold<String, Integer> THINGS = Fold.by(PLACE).from(0)
            .on(Left.class, (things, _) -> things - 1).on(Came.class, (things, _) -> things + 1);

    static final Projection PLACES = Projection.sql("places", 1,
                    "create table places (place varchar primary key, things int default 0)")
            .on(Left.class, (db, e) -> db.row("places", e.place()).add("things", -1))
            .on(Came.class, (db, e) -> db.row("places", e.place()).add("things", 1));

    @Test
    void an_event_that_is_read_as_two_is_annulled_as_a_whole() {
        try (var post = Thence.run(Application.named("post").with(OLD, SENDING), Engine.at(folder))) {
            post.send(new Sent("x", "y"), Send.as("1"));
            post.send(new Sent("x", "z"), Send.as("2"));
        }
        var half = PLACES.onAnnulled(Left.class, (db, e) -> db.row("places", e.place()).add("things", 1));
        try (var post = Thence.run(Application.named("post").with(NEW, half), Engine.at(folder))) {
            assertThatThrownBy(() -> post.annul(ids("1/0#1"), "bert", "lost")).hasMessageContaining("a piece of event");
            assertThatThrownBy(() -> post.annul(ids("1/0"), "bert", "lost"))
                    .hasMessageContaining("projection 'places', version 1, reads it");
        }
        var both = half.onAnnulled(Came.class, (db, e) -> db.row("places", e.place()).add("things", -1));
        try (var post = Thence.run(Application.named("post").with(NEW, both), Engine.at(folder))) {
            assertThat(post.read(THINGS, "x")).isEqualTo(-2);
            var annulled = post.annul(ids("1/0"), "bert", "lost");
            assertThat(List.of(post.read(THINGS, "x"), post.read(THINGS, "y"), post.read(THINGS, "z")))
                    .containsExactly(-1, 0, 1);
            assertThat(post.query(both).upTo(annulled.position()).list("select * from places order by 1",
                    row -> row.text("place") + " " + row.number("things"))).containsExactly("x -1", "y 0", "z 1");
        }
    }
}
