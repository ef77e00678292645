// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Application;
import io.thence.Decider;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** Causes and effects of events that are split when they are read, and of more than are told. */
class CausesTest {

    sealed interface ShelfEvent {}

    record RanLow(String shelf, String thing) implements ShelfEvent {}

    record Ordered(String thing) implements ShelfEvent {}

    record Order(String thing) {}

    static final Key<String> SHELF = Key.of("shelf");

    /** What was one event for all that ran low is now one for each thing. */
    static final Events<ShelfEvent> EVENTS = Events.of(ShelfEvent.class)
            .type("thing.ran-low", RanLow.class, SHELF.of(RanLow::shelf))
            .type("thing.ordered", Ordered.class)
            .retired("shelf.ran-low")
            .split("shelf.ran-low", RanLow.class, 1, CausesTest::split);

    static final Decider<Order, ShelfEvent> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(order -> accept(new Ordered(order.thing())));

    static final Reaction REORDER = Reaction.named("reorder").sending(Order.class)
            .on(RanLow.class, (low, out) -> out.send(new Order(low.thing())));

    static final Fold<String, List<String>> LOW = Fold.by(SHELF).from(List.<String>of())
            .on(RanLow.class, (things, low) -> {
                var more = new ArrayList<>(things);
                more.add(low.thing());
                return List.copyOf(more);
            });

    private static List<ObjectNode> split(ObjectNode json) {
        var pieces = new ArrayList<ObjectNode>();
        json.path("things").forEach(thing -> pieces.add(json.objectNode()
                .put("shelf", json.path("shelf").asString()).put("thing", thing.asString())));
        return pieces;
    }

    private static NewEvent event(String type, String json) {
        return NewEvent.of(type, 1, List.of(new KeyValue("shelf", "top")), json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pieces_lead_to_what_their_event_led_to() {
        var application = Application.named("shelves").with(EVENTS, ORDERING, REORDER);
        try (var shelves = Thence.run(application, Engine.inMemory())) {
            var low = event("shelf.ran-low", "{\"shelf\":\"top\",\"things\":[\"jam\",\"tea\"]}");
            shelves.store().append(Append.of(List.of(low.identified(new EventId("low"))), Origin.of("test")));
            assertThat(shelves.await(REORDER, shelves.store().head(), Duration.ofMinutes(1))).isTrue();

            var pieces = shelves.history(LOW, "top").list();
            assertThat(pieces).extracting(change -> change.event().id().text()).containsExactly("low#1", "low#2");
            for (var id : List.of("low", "low#1", "low#2")) {
                var why = shelves.why(new EventId(id)).orElseThrow();
                assertThat(why.causes()).isEmpty();
                assertThat(why.complete()).isTrue();
                assertThat(ids(why.event())).as(id).containsExactlyInAnyOrder("low", "low#1/reorder/0",
                        "low#1/reorder/0/0", "low#2/reorder/0", "low#2/reorder/0/0").startsWith("low");
            }
            var ordered = shelves.why(new EventId("low#2/reorder/0/0")).orElseThrow();
            assertThat(ordered.causes()).extracting(Cause::id).containsExactly("low", "low#2/reorder/0");
        }
    }

    private static List<String> ids(Effect effect) {
        var ids = new ArrayList<>(List.of(effect.cause().id()));
        effect.effects().forEach(next -> ids.addAll(ids(next)));
        return ids;
    }

    /** A store with a chain of events, each of which led to the next. */
    private static LogStore chain(int length) {
        var store = LogStore.open(new SystemWorld(), new MemoryDisk(), LogSettings.SMALL);
        for (int i = 0; i < length; i++) {
            var origin = Origin.of("test").correlatedBy("business");
            store.append(Append.of(List.of(event("linked", "{}").identified(new EventId("e" + i))),
                    i == 0 ? origin : origin.causedBy("e" + (i - 1))));
        }
        return store;
    }

    @Test
    void a_chain_that_is_longer_than_told_is_not_complete() {
        try (var store = chain(Why.DEPTH_MAX + 1)) {
            var causes = new Causes(store);
            var last = causes.of(new EventId("e" + Why.DEPTH_MAX)).orElseThrow();
            assertThat(last.causes()).hasSize(Why.DEPTH_MAX);
            assertThat(last.complete()).isTrue();
            var first = causes.of(new EventId("e0")).orElseThrow();
            assertThat(ids(first.event())).hasSize(Why.DEPTH_MAX);
            assertThat(first.complete()).isFalse();
            store.append(Append.of(List.of(event("linked", "{}").identified(new EventId("more"))),
                    Origin.of("test").correlatedBy("business").causedBy("e" + Why.DEPTH_MAX)));
            assertThat(causes.of(new EventId("more")).orElseThrow().complete()).isFalse();
            assertThat(causes.of(new EventId("e2")).orElseThrow().complete()).isTrue();
        }
    }

    @Test
    void more_effects_than_are_told_are_not_complete() {
        try (var store = chain(1)) {
            var effects = Origin.of("test").correlatedBy("business").causedBy("e0");
            store.append(Append.of(Collections.nCopies(Why.EFFECTS_MAX, event("linked", "{}")), effects));
            assertThat(new Causes(store).of(new EventId("e0")).orElseThrow()).satisfies(why -> {
                assertThat(why.event().effects()).hasSize(Why.EFFECTS_MAX);
                assertThat(why.complete()).isTrue();
            });
            store.append(Append.of(List.of(event("linked", "{}")), effects));
            assertThat(new Causes(store).of(new EventId("e0")).orElseThrow().complete()).isFalse();
        }
    }
}
