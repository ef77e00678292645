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
import io.thence.Projection;
import io.thence.Send;
import io.thence.event.EventCodec;
import io.thence.store.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What is personal in two events that are read as one is in clear there, until the person is forgotten. */
class MergedPersonalTest {

    static final Key<String> GUEST = Key.of("guest").personal();
    static final Key<String> ROOM = Key.of("room");

    sealed interface Then {}

    record Named(String room, String guest, String name) implements Then {}

    record Paid(String room, String guest, int cents) implements Then {}

    record Take(String room, String guest, String name, int cents) {}

    static final Events<Then> OLD = Events.of(Then.class)
            .type("guest.named", Named.class, ROOM.of(Named::room), GUEST.of(Named::guest))
            .personal(Named.class, GUEST, "guest", "name")
            .type("guest.paid", Paid.class, ROOM.of(Paid::room), GUEST.of(Paid::guest))
            .personal(Paid.class, GUEST, "guest");

    static final Decider<Take, Then> TAKING = Decider.of(Take.class, OLD).decide(take -> accept(
            new Named(take.room(), take.guest(), take.name()), new Paid(take.room(), take.guest(), take.cents())));

    record Taken(String room, String guest, String name, int cents) {}

    static final Events<Taken> NEW = Events.of(Taken.class)
            .type("room.taken", Taken.class, ROOM.of(Taken::room), GUEST.of(Taken::guest))
            .personal(Taken.class, GUEST, "guest", "name")
            .retired("guest.named").retired("guest.paid")
            .merged(List.of("guest.named", "guest.paid"), Taken.class, 1,
                    (named, paid) -> named.put("cents", paid.get("cents").asInt()));

    static final Fold<String, String> STAY = Fold.by(GUEST).from("")
            .on(Taken.class, (_, taken) -> taken.name() + " in " + taken.room());

    static final MemoryProjection<TreeMap<String, Integer>> MODEL =
            Projection.<TreeMap<String, Integer>>inMemory("model", TreeMap::new)
                    .on(Taken.class, (model, taken) -> model.merge(taken.name(), taken.cents(), Integer::sum));

    static final Events<Taken> SPLIT = Events.of(Taken.class)
            .type("room.taken", Taken.class, ROOM.of(Taken::room), GUEST.of(Taken::guest))
            .personal(Taken.class, GUEST, "guest", "name")
            .retired("guest.named").retired("guest.paid")
            .split("guest.named", Taken.class, 1, named -> List.of(named.put("cents", 0)));

    @TempDir
    private Path folder;

    private void before() {
        try (var hotel = Thence.run(Application.named("hotel").with(OLD, TAKING), Engine.at(folder))) {
            hotel.send(new Take("1", "anna@example.org", "Anna", 500), Send.as("a"));
            hotel.send(new Take("2", "bert@example.org", "Bert", 7), Send.as("b"));
            assertThat(EventCodec.isSealed(hotel.store().find(new EventId("a/0")).orElseThrow().data())).isTrue();
        }
    }

    @Test
    void a_piece_of_a_split_is_read_when_the_person_is_forgotten() {
        before();
        try (var hotel = Thence.run(Application.named("hotel").with(SPLIT), Engine.at(folder))) {
            hotel.forget(GUEST, "anna@example.org");
            try (var events = hotel.events(Query.ALL).stream()) {
                assertThat(events.<Object>map(Event::data)).containsExactly(new Taken("1", "", "", 0),
                        new Taken("2", "bert@example.org", "Bert", 0));
            }
        }
    }

    @Test
    void it_is_in_clear_until_the_person_is_forgotten() {
        before();
        try (var hotel = Thence.run(Application.named("hotel").with(NEW, MODEL), Engine.at(folder))) {
            assertThat(hotel.read(STAY, "anna@example.org")).isEqualTo("Anna in 1");
            var model = hotel.query(MODEL).upTo(hotel.store().head()).<String>read(TreeMap::toString);
            assertThat(model).isEqualTo("{Anna=500, Bert=7}");

            hotel.forget(GUEST, "anna@example.org");

            try (var events = hotel.events(Query.ALL).stream()) {
                assertThat(events.<Object>map(Event::data)).containsExactly(new Taken("1", "", "", 500),
                        new Taken("2", "bert@example.org", "Bert", 7));
            }
            assertThat(hotel.query(MODEL).upTo(hotel.store().head()).<String>read(TreeMap::toString))
                    .isEqualTo("{=500, Bert=7}");
            assertThat(hotel.read(STAY, "bert@example.org")).isEqualTo("Bert in 2");
        }
    }
}
