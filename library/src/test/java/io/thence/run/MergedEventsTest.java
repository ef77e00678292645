// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Undecodable;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.command.Annulling.Which;
import io.thence.event.EventCodec;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.past.Journal;
import io.thence.store.Append;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two events of a command that are one today are seen as one, by all that reads them. */
class MergedEventsTest {

    static final Key<String> SENDER = Key.of("sender");

    sealed interface Before {}

    record Addressed(String sender, String to) implements Before {}

    record Weighed(String sender, int grams) implements Before {}

    record Accept(String sender, String to, int grams) {}

    static final Events<Before> OLD = Events.of(Before.class)
            .type("parcel.addressed", Addressed.class, SENDER.of(Addressed::sender))
            .type("parcel.weighed", Weighed.class, SENDER.of(Weighed::sender));

    static final Decider<Accept, Before> ACCEPTING_THEN = Decider.of(Accept.class, OLD).decide(one ->
            accept(new Addressed(one.sender(), one.to()), new Weighed(one.sender(), one.grams())));

    sealed interface Parcel {}

    record Accepted(String sender, String to, int grams) implements Parcel {}

    record Told(String to) implements Parcel {}

    record Tell(String to) {}

    static final Events<Parcel> NEW = Events.of(Parcel.class)
            .type("parcel.accepted", Accepted.class, SENDER.of(Accepted::sender))
            .type("receiver.told", Told.class)
            .retired("parcel.addressed").retired("parcel.weighed")
            .merged(List.of("parcel.addressed", "parcel.weighed"), Accepted.class, 1,
                    (addressed, weighed) -> addressed.put("grams", weighed.get("grams").asInt()));

    static final Fold<String, String> SENT = Fold.by(SENDER).from("")
            .on(Accepted.class, (sent, one) -> sent + one.to() + one.grams() + " ");

    static final Decider<Accept, Parcel> ACCEPTING = Decider.of(Accept.class, NEW).writing(Accepted.class)
            .reading(SENT, Accept::sender)
            .decide((one, _) -> accept(new Accepted(one.sender(), one.to(), one.grams())));

    static final Decider<Tell, Parcel> TELLING = Decider.of(Tell.class, NEW).writing(Told.class)
            .decide(tell -> accept(new Told(tell.to())));

    static final Projection TABLE = Projection.sql("weights", 1,
                    "create table weights (sender varchar primary key, grams int, parcels int)")
            .on(Accepted.class, (db, one) ->
                    db.row("weights", one.sender()).add("grams", one.grams()).add("parcels", 1))
            .onAnnulled(Accepted.class, (db, one) ->
                    db.row("weights", one.sender()).add("grams", -one.grams()).add("parcels", -1));

    static final Projection ANEW = Projection.sql("receivers", 1,
                    "create table receivers (receiver varchar primary key, grams int)")
            .on(Accepted.class, (db, one) -> db.row("receivers", one.to()).add("grams", one.grams()))
            .rebuildOnAnnul();

    static final MemoryProjection<TreeMap<String, Integer>> MODEL =
            Projection.<TreeMap<String, Integer>>inMemory("model", TreeMap::new)
                    .on(Accepted.class, (model, one) -> model.merge(one.to(), one.grams(), Integer::sum));

    static final Reaction TELL = Reaction.named("tell").sending(Tell.class)
            .on(Accepted.class, (one, out) -> out.send(new Tell(one.to())));

    @TempDir
    private Path folder;

    /** The events 1/0, 1/1, 2/0, 2/1, at the positions 1 to 4. */
    @BeforeEach
    void before() {
        try (var post = Thence.run(Application.named("post").with(OLD, ACCEPTING_THEN), Engine.at(folder))) {
            post.send(new Accept("anna", "x", 500), Send.as("1"));
            post.send(new Accept("anna", "y", 70), Send.as("2"));
        }
    }

    private Thence today() {
        return Thence.run(Application.named("post").with(NEW, ACCEPTING, TELLING, TABLE, ANEW, MODEL, TELL),
                Engine.at(folder));
    }

    private static List<String> table(Thence post) {
        return post.query(TABLE).upTo(post.store().head()).list("select * from weights order by 1", row ->
                row.text("sender") + " " + row.number("grams") + " " + row.number("parcels"));
    }

    private static List<String> receivers(Thence post) {
        return post.query(ANEW).upTo(post.store().head()).list("select * from receivers order by 1", row ->
                row.text("receiver") + " " + row.number("grams"));
    }

    private static List<String> ids(Journal journal) {
        try (var events = journal.stream()) {
            return events.map(Event::id).map(EventId::text).filter(id -> !id.contains("tell")).toList();
        }
    }

    private static List<EventId> ids(String... ids) {
        return List.of(ids).stream().map(EventId::new).toList();
    }

    @Test
    void all_readers_see_one_event() {
        try (var post = today()) {
            var given = post.send(new Accept("anna", "x", 7), Send.as("3"));

            assertThat(post.read(SENT, "anna")).isEqualTo("x500 y70 x7 ");
            assertThat(post.query(TABLE).after(given).<Long>one("select grams from weights", row ->
                    row.number("grams"))).isEqualTo(577);
            assertThat(receivers(post)).containsExactly("x 507", "y 70");
            assertThat(post.query(MODEL).after(given).<String>read(TreeMap::toString)).isEqualTo("{x=507, y=70}");
            assertThat(post.history(SENT, "anna").list()).extracting(change -> change.event().id() + " "
                    + change.event().type() + ": " + change.after()).containsExactly(
                            "1/1#1 parcel.accepted: x500 ", "2/1#1 parcel.accepted: x500 y70 ",
                            "3/0 parcel.accepted: x500 y70 x7 ");
            assertThat(ids(post.events(Query.ALL))).containsExactly("1/1#1", "2/1#1", "3/0");
            assertThat(ids(post.events(Query.ALL).backwards())).containsExactly("3/0", "2/1#1", "1/1#1");
        }
    }

    @Test
    void what_is_built_anew_is_as_it_was() {
        try (var post = today()) {
            var before = table(post);
            assertThat(before).containsExactly("anna 570 2");
            var rebuild = post.rebuild(TABLE);
            assertThat(rebuild.await(Duration.ofMinutes(1))).isTrue();
            rebuild.swap();
            assertThat(table(post)).isEqualTo(before);
        }
        try (var post = today()) {
            assertThat(table(post)).containsExactly("anna 570 2");
            assertThat(post.read(SENT, "anna")).isEqualTo("x500 y70 ");
        }
    }

    @Test
    void it_happens_with_the_later_one() {
        try (var post = today()) {
            var lineage = post.store().lineage();
            var states = List.of("", "x500 ", "x500 ", "x500 y70 ");
            for (int i = 0; i < states.size(); i++) {
                var then = post.asOf(new Position(lineage, i + 1));
                assertThat(then.read(SENT, "anna")).as("at " + (i + 1)).isEqualTo(states.get(i));
            }
            assertThat(post.asOf(new Position(lineage, 2)).read(MODEL)).hasToString("{x=500}");
            assertThat(ids(post.events(Query.ALL).after(new Position(lineage, 1)))).containsExactly("1/1#1", "2/1#1");
        }
    }

    @Test
    void a_reaction_handles_it_once() {
        for (int run = 0; run < 2; run++) {
            try (var post = today()) {
                assertThat(post.await(TELL, new Position(post.store().lineage(), 4), Duration.ofMinutes(1))).isTrue();
            }
        }
        try (var post = today(); var told = post.events(Query.types(Set.of("receiver.told"))).stream()) {
            assertThat(told.map(Event::id).map(EventId::text))
                    .containsExactlyInAnyOrder("1/1#1/tell/0/0", "2/1#1/tell/0/0");
            assertThat(post.why(new EventId("1/1#1")).orElseThrow().event().effects()).hasSize(1);
        }
    }

    /** The old code writes between the reading and the append: half of a pair, to see either by itself. */
    @Test
    void a_decision_conflicts_with_either_stored_type() {
        for (Before half : List.of(new Addressed("bert", "z"), new Weighed("bert", 1))) {
            var written = new AtomicBoolean();
            var old = new EventCodec(Application.named("post").with(OLD));
            try (var store = LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL);
                    var desk = Desk.on(Application.named("post").with(NEW, ACCEPTING),
                            PassingStore.before(store, _ -> {
                                if (written.compareAndSet(false, true)) {
                                    store.append(Append.of(List.of(old.encode(half)), Origin.of("old")));
                                }
                            }), 1 << 20)) {
                assertThatThrownBy(() -> desk.send("1", new Accept("bert", "z", 5))).isInstanceOf(Undecodable.class)
                        .hasMessageContaining("no command wrote it");
                assertThat(desk.commands().conflicts()).isEqualTo(1);
                assertThat(desk.head()).isEqualTo(1);
            }
        }
    }

    @Test
    void one_of_two_is_not_annulled_alone() {
        try (var post = today()) {
            var head = post.store().head();
            assertThatThrownBy(() -> post.annul(ids("1/0"), "bert", "no")).isInstanceOf(BadRequest.class)
                    .hasMessage("event 1/0 (parcel.addressed) cannot be annulled alone: it is read as one with event"
                            + " 1/1 (parcel.weighed): annul both together");
            assertThatThrownBy(() -> post.annul(ids("1/1"), "bert", "no"))
                    .hasMessageContaining("as one with event 1/0 (parcel.addressed): annul both together");
            assertThatThrownBy(() -> post.annul(ids("1/1", "2/0"), "bert", "no")).hasMessageContaining("annul both");
            assertThatThrownBy(() -> post.annul(ids("1/1#1"), "bert", "no"))
                    .hasMessageContaining("is a piece of event 1/1, which can only be annulled as a whole");
            assertThat(post.read(SENT, "anna")).isEqualTo("x500 y70 ");
            assertThat(post.asOf(head).read(SENT, "anna")).isEqualTo("x500 y70 ");
        }
    }

    @Test
    void both_are_annulled_together() {
        try (var post = today()) {
            assertThat(table(post)).containsExactly("anna 570 2");
            assertThat(receivers(post)).containsExactly("x 500", "y 70");
            var annulled = post.annul(ids("1/0", "1/1"), "bert", "twice");

            assertThat(post.read(SENT, "anna")).isEqualTo("y70 ");
            assertThat(table(post)).containsExactly("anna 70 1");
            assertThat(receivers(post)).containsExactly("y 70");
            assertThat(post.query(MODEL).upTo(annulled.position()).<String>read(TreeMap::toString)).isEqualTo("{y=70}");
            assertThat(post.asOf(new Position(post.store().lineage(), 4)).read(SENT, "anna")).isEqualTo("x500 y70 ");
            assertThat(ids(post.events(Query.ALL))).containsExactly("2/1#1");
        }
        try (var post = today()) {
            assertThat(post.read(SENT, "anna")).isEqualTo("y70 ");
            assertThat(table(post)).containsExactly("anna 70 1");
        }
    }

    @Test
    void one_that_was_annulled_when_both_were_types_does_not_come_back() {
        for (var half : List.of("1/0", "2/1")) {
            AtRest.annul(Engine.at(folder), Which.of(ids(half)), "bert", "long ago");
        }
        try (var post = today()) {
            assertThatThrownBy(() -> post.read(SENT, "anna")).isInstanceOf(Undecodable.class)
                    .hasMessage("event 1/1 (parcel.weighed) at position 2 is read with a parcel.addressed of its"
                            + " command as one Accepted, of which event 1/0 is annulled and event 1/1 is not: annul"
                            + " that too");
            assertThat(post.query(TABLE).upTo(post.store().head()).<Long>one("select count(*) n from weights",
                    row -> row.number("n"))).isZero();
            assertThat(post.parked(TABLE)).hasSize(1);
            assertThat(post.history(SENT, "anna").list()).extracting(change -> change.failure().isPresent())
                    .contains(true);

            post.annul(ids("1/1"), "bert", "the other one too");
            assertThatThrownBy(() -> post.read(SENT, "anna")).hasMessageContaining("event 2/0 is not: annul that too");
            post.annul(ids("2/0"), "bert", "the other one too");
            assertThat(post.read(SENT, "anna")).isEmpty();
            post.send(new Accept("anna", "z", 9));
            assertThat(post.read(SENT, "anna")).isEqualTo("z9 ");
            assertThat(table(post)).containsExactly("anna 9 1");
        }
    }
}
