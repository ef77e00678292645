// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Application;
import io.thence.Decider;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.Undecodable;
import io.thence.event.SystemEvents.Annulment;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Before its annulment an event counts, after it it does not; a history shows both. */
class AnnulledPastTest {

    record Put(String shelf, int pieces) {}

    record Carry(String shelf, int pieces) {}

    static final Key<String> SHELF = Key.of("shelf");
    static final Events<Put> EVENTS = Events.of(Put.class).type("thing.put", Put.class, SHELF.of(Put::shelf));
    static final Fold<String, Integer> CONTENT = Fold.by(SHELF).from(0).on(Put.class, (all, put) -> all + put.pieces());
    static final Decider<Carry, Put> KEEPING = Decider.of(Carry.class, EVENTS)
            .decide(carry -> accept(new Put(carry.shelf(), carry.pieces())));
    static final MemoryProjection<TreeMap<String, Integer>> MODEL =
            Projection.<TreeMap<String, Integer>>inMemory("model", TreeMap::new)
                    .on(Put.class, (model, put) -> model.merge(put.shelf(), put.pieces(), Integer::sum));

    private final Thence pantry =
            Thence.run(Application.named("pantry").with(EVENTS, KEEPING, MODEL), Engine.inMemory());

    @AfterEach
    void close() {
        pantry.close();
    }

    @Test
    void a_state_as_of_a_moment_before_has_them() {
        pantry.send(new Carry("top", 1), Send.as("1").at(Instant.parse("2020-01-01T00:00:00Z")));
        var second = pantry.send(new Carry("top", 20), Send.as("2").at(Instant.parse("2020-01-02T00:00:00Z")));
        var annulled = pantry.annul(List.of(new EventId("1/0")), "anna", "it was not there");
        var third = pantry.send(new Carry("top", 300));

        assertThat(pantry.asOf(second.position()).read(CONTENT, "top")).isEqualTo(21);
        assertThat(pantry.asOf(second.position()).read(MODEL)).containsEntry("top", 21);
        assertThat(pantry.asOf(annulled.position()).read(CONTENT, "top")).isEqualTo(20);
        assertThat(pantry.asOf(third.position()).read(CONTENT, "top")).isEqualTo(320);
        assertThat(pantry.asOf(third.position()).read(MODEL)).containsEntry("top", 320);
        assertThat(pantry.asOf(Instant.parse("2020-01-03T00:00:00Z")).read(CONTENT, "top"))
                .as("the annulment was later").isEqualTo(21);
        assertThat(pantry.asOf(Instant.parse("2999-01-01T00:00:00Z")).read(CONTENT, "top")).isEqualTo(320);
        assertThat(pantry.asOf(Instant.parse("2999-01-01T00:00:00Z")).read(MODEL)).containsEntry("top", 320);
    }

    @Test
    void a_history_shows_what_was_annulled_and_what_that_changed() {
        pantry.send(new Carry("top", 1), Send.as("1"));
        pantry.send(new Carry("top", 20), Send.as("2"));
        pantry.annul(List.of(new EventId("1/0")), "anna", "it was not there");
        pantry.send(new Carry("top", 300), Send.as("3"));
        pantry.annul(List.of(new EventId("2/0"), new EventId("3/0")), "bert", "neither were these");

        var history = pantry.history(CONTENT, "top").list();

        assertThat(history).extracting(change -> change.ordinal() + " " + change.event().type() + " "
                + change.before() + " to " + change.after()
                + change.annulled().map(by -> ", annulled by " + ((Annulment) by.data()).by()).orElse(""))
                .containsExactly(
                        "1 thing.put 0 to 1, annulled by anna",
                        "2 thing.put 1 to 21, annulled by bert",
                        "3 thence.annulled 21 to 20",
                        "4 thing.put 20 to 320, annulled by bert",
                        "5 thence.annulled 320 to 0");
        for (var change : history) {
            assertThat(pantry.asOf(change.event().position()).read(CONTENT, "top")).isEqualTo(change.after());
        }
        assertThat(pantry.history(CONTENT, "top").after(history.get(1).event().position()).list())
                .extracting(Change::ordinal).containsExactly(3L, 4L, 5L);
        assertThat(pantry.why(new EventId("1/0"))).as("the log keeps it").isPresent();
    }

    /** It is found by reading on, and annulled: then states can be read again. */
    @Test
    void a_history_goes_on_over_an_event_that_cannot_be_decoded() {
        pantry.send(new Carry("top", 1), Send.as("1"));
        var data = "{\"shelf\":\"top\",\"pieces\":\"many\"}".getBytes(StandardCharsets.UTF_8);
        var broken = NewEvent.of("thing.put", 1, List.of(SHELF.value("top")), data).identified(new EventId("b"));
        pantry.store().append(Append.of(List.of(broken), Origin.of("test")));
        pantry.send(new Carry("low", 7), Send.as("2"));
        pantry.store().append(Append.of(List.of(NewEvent.of("thing.put", 1, List.of(SHELF.value("top")),
                "{\"shelf\":\"top\",\"pieces\":20}".getBytes(StandardCharsets.UTF_8))), Origin.of("test")));
        assertThatThrownBy(() -> pantry.read(CONTENT, "top")).isInstanceOf(Undecodable.class);

        var before = pantry.history(CONTENT, "top").list();

        assertThat(before).extracting(change -> change.ordinal() + " " + change.before() + " to " + change.after())
                .containsExactly("1 0 to 1", "2 1 to 1", "3 1 to 21");
        assertThat(before.get(1).failure().orElseThrow()).contains("event b (thing.put) at position 2", "does not"
                + " fit").contains("Put");
        assertThat(((Undecoded) before.get(1).event().data()).data()).isEqualTo(data);
        assertThat(before.get(1).differences()).isEmpty();
        assertThat(before.get(0).failure()).isEmpty();
        assertThatThrownBy(() -> pantry.asOf(new Position(pantry.store().lineage(), 4)).read(CONTENT, "top"))
                .as("a state is not told without it").isInstanceOf(Undecodable.class);

        pantry.annul(List.of(new EventId("1/0")), "anna", "it was not there");
        assertThat(pantry.history(CONTENT, "top").list()).last()
                .satisfies(change -> assertThat(change.before() + " to " + change.after()).isEqualTo("21 to 20"));
        pantry.annul(List.of(new EventId("b")), "anna", "no number");
        assertThat(pantry.history(CONTENT, "top").list().get(1).annulled()).isPresent();
        assertThat(pantry.read(CONTENT, "top")).isEqualTo(20);
    }

    /** It is found by reading on, and annulled, as one that cannot be decoded is. */
    @Test
    void a_history_goes_on_over_an_event_on_which_a_step_fails() {
        Fold<String, Integer> counted = Fold.by(SHELF).from(0).on(Put.class, (all, put) -> {
            if (put.pieces() < 0) {
                throw new IllegalArgumentException("nobody takes " + put.pieces());
            }
            return all + put.pieces();
        });
        pantry.send(new Carry("top", 1), Send.as("1"));
        pantry.send(new Carry("top", -5), Send.as("2"));
        pantry.send(new Carry("top", 20), Send.as("3"));
        assertThatThrownBy(() -> pantry.read(counted, "top")).hasMessage("nobody takes -5");

        var before = pantry.history(counted, "top").list();

        assertThat(before).extracting(change -> change.ordinal() + " " + change.before() + " to " + change.after())
                .containsExactly("1 0 to 1", "2 1 to 1", "3 1 to 21");
        assertThat(before.get(1).failure().orElseThrow()).contains("a step fails on it", "nobody takes -5");
        assertThat(before.get(1).event().data()).isEqualTo(new Put("top", -5));
        assertThatThrownBy(() -> pantry.asOf(new Position(pantry.store().lineage(), 3)).read(counted, "top"))
                .hasMessage("nobody takes -5");

        pantry.annul(List.of(new EventId("2/0")), "anna", "it was not taken");
        assertThat(pantry.read(counted, "top")).isEqualTo(21);
        var after = pantry.history(counted, "top").list();
        assertThat(after.get(1).annulled()).isPresent();
        assertThat(after).last().satisfies(change ->
                assertThat(change.before() + " to " + change.after()).isEqualTo("21 to 21"));
    }
}
