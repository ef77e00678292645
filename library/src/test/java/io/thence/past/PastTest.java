// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Application;
import io.thence.Decider;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Lineage;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Preview;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was, what each event changed, what led to it and what it led to. */
class PastTest {

    sealed interface PantryEvent {}

    record Put(String shelf, String thing, int pieces) implements PantryEvent {}

    record RanLow(String shelf, String thing) implements PantryEvent {}

    record Ordered(String shelf, String thing) implements PantryEvent {}

    record Carry(String shelf, String thing, int pieces) {}

    record Order(String shelf, String thing) {}

    record Shelf(int changes, Map<String, Integer> things, List<String> names) {}

    static final Key<String> SHELF = Key.of("shelf");

    static final Events<PantryEvent> EVENTS = Events.of(PantryEvent.class)
            .type("thing.put", Put.class, SHELF.of(Put::shelf))
            .type("thing.ran-low", RanLow.class, SHELF.of(RanLow::shelf))
            .type("thing.ordered", Ordered.class, SHELF.of(Ordered::shelf));

    static final Fold<String, Shelf> CONTENT = Fold.by(SHELF).from(new Shelf(0, Map.of(), List.of()))
            .on(Put.class, (shelf, put) -> {
                var things = new TreeMap<>(shelf.things());
                things.merge(put.thing(), put.pieces(), Integer::sum);
                return new Shelf(shelf.changes() + 1, Map.copyOf(things), List.copyOf(things.keySet()));
            });

    static final Decider<Carry, PantryEvent> KEEPING = Decider.of(Carry.class, EVENTS)
            .reading(CONTENT, Carry::shelf)
            .decide((change, shelf) -> {
                var put = new Put(change.shelf(), change.thing(), change.pieces());
                return change.pieces() < 0 ? accept(put, new RanLow(change.shelf(), change.thing())) : accept(put);
            });

    static final Decider<Order, PantryEvent> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(order -> accept(new Ordered(order.shelf(), order.thing())));

    static final Reaction REORDER = Reaction.named("reorder").sending(Order.class)
            .on(RanLow.class, (low, out) -> out.send(new Order(low.shelf(), low.thing())));

    private final Thence pantry = Thence.run(
            Application.named("pantry").with(EVENTS, KEEPING, ORDERING, REORDER), Engine.inMemory());

    @AfterEach
    void close() {
        pantry.close();
    }

    private Outcome put(String id, int pieces, String time) {
        return pantry.send(new Carry("top", "jam", pieces), Send.as(id).at(Instant.parse(time)));
    }

    @Test
    void a_state_is_read_as_of_a_position() {
        var first = put("1", 5, "2020-01-01T00:00:00Z");
        put("2", 3, "2020-01-02T00:00:00Z");

        assertThat(pantry.asOf(first.position()).read(CONTENT, "top").things())
                .containsExactlyEntriesOf(Map.of("jam", 5));
        assertThat(pantry.read(CONTENT, "top").things()).containsExactlyEntriesOf(Map.of("jam", 8));
        assertThat(pantry.asOf(first.position()).read(CONTENT, "bottom")).isEqualTo(CONTENT.start());
    }

    @Test
    void a_change_is_printed_with_what_its_event_says() {
        put("1", 5, "2020-01-01T00:00:00Z");
        assertThat(pantry.history(CONTENT, "top").list().getFirst().toString())
                .contains("Event[id=1/0, position=").contains(", type=")
                .contains(", occurred=2020-01-01T00:00:00Z, ")
                .contains(", keys=[shelf/top], data=Put[shelf=top, thing=jam, pieces=5]]").doesNotContain("Lambda");
    }

    @Test
    void a_position_of_another_log_is_refused() {
        var elsewhere = new Position(new Lineage(new UUID(1, 2), 1), 1);

        assertThatThrownBy(() -> pantry.asOf(elsewhere)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("is not of this log");
    }

    @Test
    void a_state_is_read_as_of_a_time_by_the_time_that_events_have() {
        put("1", 5, "2020-01-01T00:00:00Z");
        put("2", 3, "2020-01-03T00:00:00Z");
        put("3", 7, "2020-01-02T00:00:00Z"); // told late
        pantry.send(new Carry("top", "jam", 100)); // happens now

        assertThat(pantry.asOf(Instant.parse("2020-01-02T23:59:59Z")).read(CONTENT, "top").things())
                .containsEntry("jam", 12);
        assertThat(pantry.asOf(Instant.parse("2020-01-03T00:00:00Z")).read(CONTENT, "top").things())
                .containsEntry("jam", 15);
        assertThat(pantry.asOf(Instant.parse("2019-01-03T00:00:00Z")).read(CONTENT, "top"))
                .isEqualTo(CONTENT.start());
    }

    @Test
    void what_was_before_books_were_closed_is_gone() {
        var first = put("1", 5, "2020-01-01T00:00:00Z");
        pantry.closeBooks(CONTENT, "top", shelf -> List.of(new Put("top", "jam", shelf.things().get("jam"))));
        var after = put("2", 1, "2020-01-01T00:00:00Z");

        assertThatThrownBy(() -> pantry.asOf(first.position()).read(CONTENT, "top")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("shelf top was truncated at position 2");
        assertThat(pantry.asOf(after.position()).read(CONTENT, "top").things()).containsEntry("jam", 6);
    }

    @Test
    void a_state_is_read_as_of_a_revision() {
        pantry.send(new Carry("low", "salt", 1));
        put("1", 5, "2020-01-01T00:00:00Z");
        pantry.send(new Carry("low", "salt", 1));
        put("2", 3, "2020-01-02T00:00:00Z");
        put("3", 7, "2020-01-03T00:00:00Z");

        assertThat(List.of(1L, 2L, 3L)).map(n -> pantry.asOf(SHELF, "top", n).read(CONTENT, "top").things().get("jam"))
                .containsExactly(5, 8, 15);
        assertThat(pantry.asOf(SHELF, "top", 2).read(CONTENT, "low").things()).as("at that moment")
                .containsEntry("salt", 2);
        assertThat(pantry.asOf(SHELF, "top", 1).read(CONTENT, "low").things()).containsEntry("salt", 1);
    }

    @Test
    void a_revision_that_is_not_there_is_refused() {
        put("1", 5, "2020-01-01T00:00:00Z");
        assertThatThrownBy(() -> pantry.asOf(SHELF, "top", 2)).isInstanceOf(BadRequest.class)
                .hasMessage("shelf/top has come to revision 1, not to 2: nothing has happened there yet; ask for 1, or"
                        + " read(..) what is now");
        assertThatThrownBy(() -> pantry.asOf(SHELF, "top", 0)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("revisions count from 1, not 0");
        assertThatThrownBy(() -> pantry.asOf(SHELF, "bottom", 1)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("shelf/bottom has come to revision 0, not to 1");
    }

    /** The truncation and the summary are the third and fourth. */
    @Test
    void revisions_count_on_where_books_were_closed() {
        put("1", 5, "2020-01-01T00:00:00Z");
        put("2", 3, "2020-01-01T00:00:00Z");
        pantry.closeBooks(CONTENT, "top", shelf -> List.of(new Put("top", "jam", shelf.things().get("jam"))));
        put("3", 1, "2020-01-01T00:00:00Z");

        assertThatThrownBy(() -> pantry.asOf(SHELF, "top", 2).read(CONTENT, "top")).isInstanceOf(BadRequest.class)
                .hasMessage("revision 2 of shelf/top was removed, truncated or no longer retained: what was then is"
                        + " gone; ask for a later one");
        assertThat(pantry.asOf(SHELF, "top", 3).read(CONTENT, "top")).isEqualTo(CONTENT.start());
        assertThat(pantry.asOf(SHELF, "top", 4).read(CONTENT, "top").things()).containsEntry("jam", 8);
        assertThat(pantry.asOf(SHELF, "top", 5).read(CONTENT, "top").things()).containsEntry("jam", 9);
    }

    @Test
    void a_history_tells_what_each_event_changed() {
        put("1", 5, "2020-01-01T00:00:00Z");
        pantry.send(new Carry("top", "a/b~c", 1));
        var last = put("3", 2, "2020-01-01T00:00:00Z");

        var history = pantry.history(CONTENT, "top").list();
        assertThat(history).extracting(change -> change.ordinal() + " " + change.event().type() + " "
                + change.differences()).containsExactly(
                        "1 thing.put [/changes: 0 -> 1, /things/jam: nothing -> 5, /names/0: nothing -> \"jam\"]",
                        "2 thing.put [/changes: 1 -> 2, /things/a~1b~0c: nothing -> 1,"
                                + " /names/0: \"jam\" -> \"a/b~c\", /names/1: nothing -> \"jam\"]",
                        "3 thing.put [/changes: 2 -> 3, /things/jam: 5 -> 7]");
        assertThat(history.getLast().after()).isEqualTo(pantry.read(CONTENT, "top"));
        assertThat(pantry.history(CONTENT, "top").after(history.get(1).event().position()).list())
                .extracting(Change::after).containsExactly(history.getLast().after());
        assertThat(history.getLast().event().position()).isEqualTo(last.position());
    }

    @Test
    void an_event_tells_what_led_to_it_and_what_it_led_to() {
        put("1", 5, "2020-01-01T00:00:00Z");
        var taken = put("2", -1, "2020-01-02T00:00:00Z");
        assertThat(pantry.await(REORDER, taken.position(), Duration.ofMinutes(1))).isTrue();
        var low = pantry.history(Fold.by(SHELF).from(0).on(RanLow.class, (n, _) -> n + 1), "top").list()
                .getFirst().event();
        var ordered = pantry.history(Fold.by(SHELF).from(0).on(Ordered.class, (n, _) -> n + 1), "top").list()
                .getFirst().event();

        var down = pantry.why(low.id()).orElseThrow();
        assertThat(down.causes()).containsExactly(new Cause.Command("2"));
        assertThat(down.complete()).isTrue();
        assertThat(ids(down.event())).containsExactly("2/1", ordered.id().ofCommand().orElseThrow().command().text(),
                ordered.id().text());

        var up = pantry.why(ordered.id()).orElseThrow();
        assertThat(up.causes()).extracting(Cause::id).containsExactly("2", "2/1",
                ordered.id().ofCommand().orElseThrow().command().text());
        assertThat(up.event().effects()).isEmpty();
        assertThat(pantry.why(new EventId("nobody/0"))).isEmpty();
    }

    private static List<String> ids(Effect effect) {
        var ids = new ArrayList<String>();
        ids.add(effect.cause().id());
        effect.effects().forEach(next -> ids.addAll(ids(next)));
        return ids;
    }

    @Test
    void a_preview_says_what_would_happen_and_nothing_happens() {
        var before = pantry.store().head();

        assertThat(pantry.preview(new Carry("top", "jam", -1))).isEqualTo(new Preview.Accepts(
                List.of(new Put("top", "jam", -1), new RanLow("top", "jam")), before));
        assertThat(pantry.store().head()).isEqualTo(before);
    }
}
