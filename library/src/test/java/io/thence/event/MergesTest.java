// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.Undecodable;
import io.thence.personal.Privacy;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two stored events of one command are read as one, or it is said why they cannot be. */
class MergesTest {

    record Accepted(String parcel, String to, int grams) {}

    private static final Key<String> PARCEL = Key.of("parcel");

    private static final Events<Accepted> EVENTS = Events.of(Accepted.class)
            .type("parcel.accepted", Accepted.class, PARCEL.of(Accepted::parcel))
            .upcast(Accepted.class, v1 -> v1.put("grams", v1.get("grams").asInt() * 1_000))
            .retired("parcel.addressed", v1 -> v1.set("to", v1.remove("receiver")))
            .retired("parcel.weighed")
            .merged(List.of("parcel.addressed", "parcel.weighed"), Accepted.class, 1,
                    (addressed, weighed) -> addressed.set("grams", weighed.get("kilos")));

    private static StoredEvent stored(String id, long position, NewEvent event) {
        return new StoredEvent(new EventId(id), new Position(new Lineage(new UUID(0, 1), 1), position), event.type(),
                event.version(), new Stamp(1_000, 2), Optional.empty(), Origin.of("test"), event.keys(), () -> 3,
                event.data());
    }

    private static NewEvent event(String type, String json, String... keys) {
        return NewEvent.of(type, 1, Stream.of(keys).map(KeyValue::parse).toList(),
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static StoredEvent addressed(String id, long position, String parcel, String to) {
        return stored(id, position, event("parcel.addressed",
                "{\"parcel\":\"" + parcel + "\",\"receiver\":\"" + to + "\"}", "parcel/" + parcel));
    }

    private static StoredEvent weighed(String id, long position, String parcel, int kilos) {
        return stored(id, position, event("parcel.weighed",
                "{\"parcel\":\"" + parcel + "\",\"kilos\":" + kilos + "}", "parcel/" + parcel));
    }

    private static EventCodec codec(Companions companions) {
        return new EventCodec(Application.named("post").with(EVENTS), Privacy.NONE, companions);
    }

    /** What each of some events is read as. */
    private static List<List<Object>> read(StoredEvent... events) {
        var codec = codec(Companions.among(List.of(events)));
        return Stream.of(events).map(event -> codec.events(event).stream().<Object>map(Event::data).toList()).toList();
    }

    @Test
    void the_later_one_is_read_as_both_and_the_earlier_one_as_nothing() {
        assertThat(read(addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "a", 2)))
                .containsExactly(List.of(), List.of(new Accepted("a", "anna", 2_000)));
        assertThat(read(weighed("c/0", 7, "a", 2), addressed("c/1", 8, "a", "anna")))
                .containsExactly(List.of(), List.of(new Accepted("a", "anna", 2_000)));
    }

    @Test
    void the_merged_event_has_the_place_and_the_id_of_the_later_one() {
        var second = weighed("c/1", 8, "a", 2);
        var codec = codec(Companions.among(List.of(addressed("c/0", 7, "a", "anna"), second)));
        var event = codec.events(second).getFirst();
        assertThat(event.id()).isEqualTo(new EventId("c/1#1"));
        assertThat(event.position().number()).isEqualTo(8);
        assertThat(event.type()).isEqualTo("parcel.accepted");
        assertThat(event.keys()).containsExactly(KeyValue.parse("parcel/a"));
        assertThat(codec.records(second, new Documents(), KeyValue.parse("parcel/a"))).hasSize(1);
        assertThat(codec.records(second, new Documents(), KeyValue.parse("parcel/b"))).isEmpty();
        assertThat(codec.names(Accepted.class))
                .containsExactly("parcel.accepted", "parcel.addressed", "parcel.weighed");
    }

    @Test
    void the_first_ones_of_a_parcel_belong_together_then_the_second_ones() {
        assertThat(read(addressed("c/0", 7, "a", "anna"), addressed("c/1", 8, "b", "bert"),
                addressed("c/2", 9, "a", "carl"), weighed("c/3", 10, "b", 1), weighed("c/4", 11, "a", 2),
                weighed("c/5", 12, "a", 3)))
                .containsExactly(List.of(), List.of(), List.of(), List.of(new Accepted("b", "bert", 1_000)),
                        List.of(new Accepted("a", "anna", 2_000)), List.of(new Accepted("a", "carl", 3_000)));
    }

    private static void refused(String message, StoredEvent event, StoredEvent... others) {
        var all = Stream.concat(Stream.of(event), Stream.of(others))
                .sorted((one, other) -> Long.compare(one.number(), other.number())).toList();
        assertThatThrownBy(() -> codec(Companions.among(all)).events(event)).isInstanceOf(Undecodable.class)
                .hasMessage(message);
    }

    @Test
    void one_without_another_is_refused() {
        var other = "event c/0 (parcel.addressed) at position 7 is read with a parcel.weighed of its command as one"
                + " Accepted, and none is there for it: that command did not write one under the same parcel, or it was"
                + " removed from the log: keep both types instead of the merge, or annul it";
        refused(other, addressed("c/0", 7, "a", "anna"));
        refused(other, addressed("c/0", 7, "a", "anna"), weighed("d/0", 8, "a", 2)); // another command
        refused(other, addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "b", 2)); // another parcel
        refused(other, addressed("c/0", 7, "a", "anna"), weighed("c/1", 9, "a", 2)); // the same id in another batch
        refused(other, stored("c/0", 7, event("parcel.addressed", "{}")),
                stored("c/1", 8, event("parcel.weighed", "{}")));
        refused("event c/2 (parcel.weighed) at position 9 is read with a parcel.addressed of its command as one"
                + " Accepted, and none is there for it: that command did not write one under the same parcel, or it was"
                + " removed from the log: keep both types instead of the merge, or annul it",
                weighed("c/2", 9, "a", 3), addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "a", 2));
    }

    @Test
    void what_no_command_wrote_is_refused() {
        refused("event 0f33 (parcel.addressed) at position 7 is read with a parcel.weighed of its command as one"
                + " Accepted, and no command wrote it, as its id says: keep both types instead of the merge, or annul"
                + " it", addressed("0f33", 7, "a", "anna"), weighed("0f34", 8, "a", 2));
        refused("event n/100000 (parcel.addressed) at position 7 is read with a parcel.weighed of its command as one"
                + " Accepted, and no command wrote it, as its id says: keep both types instead of the merge, or annul"
                + " it", addressed("n/100000", 7, "a", "anna"), weighed("n/100001", 8, "a", 2)); // too many
    }

    /** A log of which something was removed, or annulled. */
    private record Damaged(Companions whole, Set<KeyValue> torn, Set<Long> annulled) implements Companions {
        @Override
        public Left left(Batch batch, StoredEvent of, Set<String> types) {
            return new Left(whole.left(batch, of, types).events(), torn);
        }

        @Override
        public Optional<StoredEvent> at(long number) {
            return whole.at(number);
        }

        @Override
        public boolean isAnnulled(long number) {
            return annulled.contains(number);
        }
    }

    @Test
    void where_some_under_the_same_value_were_removed_nothing_is_counted() {
        var all = List.of(addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "a", 2), addressed("c/2", 9, "b", "bert"),
                weighed("c/3", 10, "b", 1));
        var codec = codec(new Damaged(Companions.among(all), Set.of(KeyValue.parse("parcel/a")), Set.of()));
        assertThat(codec.events(all.get(3))).extracting(Event::data)
                .isEqualTo(List.of(new Accepted("b", "bert", 1_000)));
        for (var torn : all.subList(0, 2)) {
            assertThatThrownBy(() -> codec.events(torn)).isInstanceOf(Undecodable.class)
                    .hasMessageContaining(", and events of that command were removed from the log, truncated or no"
                            + " longer retained, so that it cannot be told which one: keep both types");
        }
    }

    @Test
    void one_that_is_annulled_without_the_other_is_refused_by_both() {
        var all = List.of(addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "a", 2));
        for (long annulled = 7; annulled <= 8; annulled++) {
            var codec = codec(new Damaged(Companions.among(all), Set.of(), Set.of(annulled)));
            for (var event : all) {
                assertThatThrownBy(() -> codec.events(event)).isInstanceOf(Undecodable.class).hasMessageEndingWith(
                        "of which event c/" + (annulled == 7 ? "0 is annulled and event c/1" : "1 is annulled and event"
                                + " c/0") + " is not: annul that too");
            }
        }
        var both = codec(new Damaged(Companions.among(all), Set.of(), Set.of(7L, 8L)));
        assertThat(both.events(all.get(1))).hasSize(1); // who reads it leaves out what is annulled, or undoes it
    }

    @Test
    void the_later_one_is_filed_where_the_merged_one_is() {
        var other = weighed("c/1", 8, "a", 2);
        var json = "{\"parcel\":\"x\",\"receiver\":\"anna\"}";
        var wrong = stored("c/0", 7, event("parcel.addressed", json, "parcel/a", "parcel/x"));
        refused("event c/0 (parcel.addressed) at position 7 is read with a parcel.weighed of its command as one"
                + " Accepted, and none is there for it: that command did not write one under the same parcel, or it was"
                + " removed from the log: keep both types instead of the merge, or annul it", wrong, other);
        var first = stored("c/0", 7, event("parcel.addressed", json, "parcel/a"));
        refused("event c/1 (parcel.weighed) at position 8 is merged into a parcel.accepted under parcel/x, where it is"
                + " not filed itself, so it would not be found there: merge it into what its own keys find, [parcel/a]",
                first, other);
    }

    @Test
    void a_merge_or_an_upcast_that_fails_is_named_by_the_events() {
        var events = Events.of(Accepted.class).type("parcel.accepted", Accepted.class, PARCEL.of(Accepted::parcel))
                .retired("parcel.addressed").retired("parcel.weighed")
                .merged(List.of("parcel.addressed", "parcel.weighed"), Accepted.class, 1,
                        (addressed, _) -> (ObjectNode) addressed.get("nothing"));
        var all = List.of(addressed("c/0", 7, "a", "anna"), weighed("c/1", 8, "a", 2));
        var failing = new EventCodec(Application.named("post").with(events), Privacy.NONE, Companions.among(all));
        assertThatThrownBy(() -> failing.events(all.getFirst())).isInstanceOf(Undecodable.class).hasMessage(
                "event c/0 (parcel.addressed) at position 7 cannot be merged with event c/1 (parcel.weighed) at"
                        + " position 8 into Accepted (java.lang.NullPointerException: it gives null): mend the merge");
        var codec = codec(Companions.among(List.of()));
        assertThatThrownBy(() -> codec.decode(addressed("c/0", 7, "a", "anna")))
                .hasMessageEndingWith("has a type that was retired, and is to be read as what became of it");
        var weighed = event("parcel.weighed", "{}", "parcel/a");
        var newer = NewEvent.of(weighed.type(), 2, weighed.keys(), weighed.data());
        refused("event c/1 (parcel.weighed) at position 8 is of version 2, this application knows up to 1: use a newer"
                + " version of it", addressed("c/0", 7, "a", "anna"), stored("c/1", 8, newer));
    }

    private static final Events<Accepted> BEFORE = Events.of(Accepted.class)
            .type("parcel.accepted", Accepted.class, PARCEL.of(Accepted::parcel))
            .retired("a").retired("b").retired("c").split("c", Accepted.class, 1, List::of);

    private static void refusedToday(Events<Accepted> events, List<String> pair, String message) {
        assertThatThrownBy(() -> events.merged(pair, Accepted.class, 1, (one, _) -> one))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void what_cannot_be_merged_is_refused_where_it_is_declared() {
        refusedToday(BEFORE, List.of("a", "a"), "merge of a and a: name two types, each once");
        refusedToday(BEFORE, List.of("a", "b", "c"), "merge of a and b and c: name two types, each once");
        refusedToday(BEFORE, List.of("a", "d"), "merge of a and d: say retired(\"d\") first");
        refusedToday(BEFORE, List.of("a", "parcel.accepted"),
                "merge of a and parcel.accepted: say retired(\"parcel.accepted\") first");
        refusedToday(BEFORE, List.of("c", "a"), "merge of c and a: c is split; leave one of the two out");
        var merged = BEFORE.merged(List.of("a", "b"), Accepted.class, 1, (one, _) -> one);
        refusedToday(merged.retired("d"), List.of("d", "b"),
                "merge of d and b: b is merged already; leave one of the two out");
        assertThatThrownBy(() -> merged.split("a", Accepted.class, 1, List::of)).hasMessage(
                "split of a: its events are merged with others; leave one of the two out");
        for (int version : new int[] {0, 2}) {
            assertThatThrownBy(() -> BEFORE.merged(List.of("a", "b"), Accepted.class, version, (one, _) -> one))
                    .hasMessage("merge of a and b: " + Accepted.class.getName() + " has no version " + version
                            + "; name the type first, by type(..), and its upcasts");
        }
        refusedToday(Events.of(Accepted.class).type("parcel.accepted", Accepted.class).retired("a").retired("b"),
                List.of("a", "b"), "merge of a and b: " + Accepted.class.getName() + " is filed under no key, by which"
                        + " to tell what belongs together; file it under one, or keep both types");
    }
}
