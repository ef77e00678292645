// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.CommandId;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.Undecodable;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.personal.Privacy;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Events in a log that are read as one with others of their command, also where some of these are removed. */
class StoredCompanionsTest {

    record Accepted(String parcel, String to, int grams) {}

    private static final Key<String> PARCEL = Key.of("parcel");
    private static final Application POST = Application.named("post").with(Events.of(Accepted.class)
            .type("parcel.accepted", Accepted.class, PARCEL.of(Accepted::parcel))
            .retired("parcel.addressed").retired("parcel.weighed")
            .merged(List.of("parcel.addressed", "parcel.weighed"), Accepted.class, 1,
                    (addressed, weighed) -> addressed.put("grams", weighed.get("grams").asInt())));
    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);

    private final LogStore store = LogStore.open(new SystemWorld(), new MemoryDisk(), TINY);
    private final EventCodec codec = new EventCodec(POST, Privacy.NONE, Companions.in(store));

    @AfterEach
    void close() {
        store.close();
    }

    private static NewEvent event(String type, String json, String... keys) {
        return NewEvent.of(type, 1, Stream.of(keys).map(KeyValue::parse).toList(),
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static NewEvent addressed(String parcel, String to, String... more) {
        return event("parcel.addressed", "{\"parcel\":\"" + parcel + "\",\"to\":\"" + to + "\"}",
                Stream.concat(Stream.of("parcel/" + parcel), Stream.of(more)).toArray(String[]::new));
    }

    private static NewEvent weighed(String parcel, int grams, String... more) {
        return event("parcel.weighed", "{\"parcel\":\"" + parcel + "\",\"grams\":" + grams + "}",
                Stream.concat(Stream.of("parcel/" + parcel), Stream.of(more)).toArray(String[]::new));
    }

    private static NewEvent noted(String parcel) {
        return event("parcel.noted", "{\"parcel\":\"" + parcel + "\"}", "parcel/" + parcel);
    }

    private void command(String id, NewEvent... events) {
        var command = new Command(new CommandId(id), ContentHash.sha256(id.getBytes(StandardCharsets.UTF_8)));
        store.append(Append.of(List.of(events), Origin.of("test")).of(command));
    }

    private StoredEvent stored(String id) {
        return store.find(new EventId(id)).orElseThrow();
    }

    private List<Object> read(String id) {
        return codec.events(stored(id)).stream().<Object>map(Event::data).toList();
    }

    /** Removes what is below a floor. */
    private void compact() {
        for (int i = 0; i < 100; i++) {
            store.append(Append.of(List.of(event("filler", "{\"text\":\"" + "x".repeat(200) + "\"}", "filler/" + i)),
                    Origin.of("test")));
        }
        var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of()));
        assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
        assertThat(compaction.progress().failure()).isEmpty();
        assertThat(compaction.progress().removed()).isPositive();
    }

    private void truncate(String key) {
        store.append(Append.of(List.of(Truncation.all(KeyValue.parse(key))), Origin.of("test")));
    }

    @Test
    void what_else_was_removed_of_a_command_does_not_matter() {
        command("b", addressed("b", "bert", "customer/x"), weighed("b", 900));
        command("c", noted("z"), addressed("a", "anna"), noted("a"), weighed("a", 1), addressed("a", "carl"),
                noted("a"), weighed("a", 2));
        command("d", weighed("a", 3), addressed("a", "dora"));
        command("e", weighed("z", 4, "customer/x"), noted("z"), addressed("z", "emil", "customer/x"));
        truncate("parcel/z");
        compact();
        assertThat(store.at(3)).isEmpty();
        assertThat(read("c/1")).isEmpty();
        assertThat(read("c/3")).containsExactly(new Accepted("a", "anna", 1));
        assertThat(read("c/6")).containsExactly(new Accepted("a", "carl", 2));
        assertThat(read("d/1")).containsExactly(new Accepted("a", "dora", 3));
        assertThat(store.find(new EventId("e/1"))).isEmpty();
        assertThat(read("e/2")).containsExactly(new Accepted("z", "emil", 4)); // only what was noted of z is gone
        assertThat(read("b/1")).containsExactly(new Accepted("b", "bert", 900));
    }

    @Test
    void one_whose_other_one_was_removed_is_refused_and_pairs_under_other_keys_are_read() {
        command("c", addressed("a", "anna", "customer/x"), weighed("a", 1), addressed("b", "bert"), weighed("b", 2));
        command("d", weighed("a", 3), addressed("a", "dora", "customer/x"));
        command("e", addressed("a", "emil", "customer/x"), weighed("a", 4));
        truncate("parcel/a");
        assertThat(read("c/1")).containsExactly(new Accepted("a", "anna", 1)); // whoever reads by type sees it still
        compact();
        assertThat(store.at(2)).isEmpty();
        assertThat(read("c/3")).containsExactly(new Accepted("b", "bert", 2));
        var fresh = new EventCodec(POST, Privacy.NONE, Companions.in(store));
        assertThat(fresh.events(stored("c/3"))).hasSize(1);
        for (var torn : List.of("c/0", "d/1")) {
            assertThatThrownBy(() -> fresh.events(stored(torn))).isInstanceOf(Undecodable.class)
                    .hasMessageContaining("and events of that command were removed from the log");
        }
        assertThatThrownBy(() -> fresh.events(stored("e/0"))).isInstanceOf(Undecodable.class)
                .hasMessageContaining(", or it was removed from the log: keep both types");
    }

    /** Counting what is left would take the first address for the second parcel's. */
    @Test
    void what_is_left_is_not_taken_for_what_was_removed() {
        command("c", addressed("a", "anna", "customer/x"), weighed("a", 1));
        truncate("parcel/a");
        command("d", addressed("a", "dora", "customer/x"), weighed("a", 2), event(Truncation.TRUNCATED,
                "{\"before\":0}", "parcel/a"), addressed("a", "emil", "customer/x"), weighed("a", 3));
        assertThat(read("d/4")).containsExactly(new Accepted("a", "emil", 3));
        compact();
        assertThat(store.find(new EventId("d/1"))).isEmpty();
        var fresh = new EventCodec(POST, Privacy.NONE, Companions.in(store));
        for (var torn : List.of("d/0", "d/3", "d/4")) {
            assertThatThrownBy(() -> fresh.events(stored(torn))).isInstanceOf(Undecodable.class)
                    .hasMessageContaining("and events of that command were removed from the log");
        }
    }

    @Test
    void a_copy_in_another_log_is_read_as_its_original() {
        command("other", weighed("a", 7), addressed("a", "nobody"));
        store.append(Append.of(List.of(addressed("a", "anna").identified(new EventId("c/4")),
                noted("a").identified(new EventId("c/5")), weighed("a", 1).identified(new EventId("c/6"))),
                Origin.of("copied")));
        store.append(Append.of(List.of(addressed("a", "bert").identified(new EventId("d/0"))), Origin.of("copied")));
        store.append(Append.of(List.of(weighed("a", 2).identified(new EventId("d/1"))), Origin.of("copied")));
        assertThat(read("c/6")).containsExactly(new Accepted("a", "anna", 1));
        assertThat(read("d/1")).containsExactly(new Accepted("a", "bert", 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_is_read_is_what_a_loop_over_lists_makes_of_it(long seed) {
        var random = new Random(seed);
        int merged = 0;
        int refused = 0;
        for (int command = 0; command < 60; command++) {
            var events = new ArrayList<NewEvent>();
            var addresses = new HashMap<String, List<Integer>>();
            var weights = new HashMap<String, List<Integer>>();
            int count = random.nextInt(1, 14);
            for (int i = 0; i < count; i++) {
                var parcel = List.of("a", "b", "c").get(random.nextInt(3));
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        events.add(addressed(parcel, "to" + i));
                        addresses.computeIfAbsent(parcel, _ -> new ArrayList<>()).add(i);
                    }
                    case 2, 3 -> {
                        events.add(weighed(parcel, i));
                        weights.computeIfAbsent(parcel, _ -> new ArrayList<>()).add(i);
                    }
                    default -> events.add(event("parcel.accepted", "{\"parcel\":\"" + parcel + "\",\"to\":\"today\","
                            + "\"grams\":" + i + "}", "parcel/" + parcel));
                }
            }
            var expected = expected(addresses, weights);
            command("r" + command, events.toArray(NewEvent[]::new));
            for (int i = 0; i < count; i++) {
                var stored = stored("r" + command + "/" + i);
                if (stored.type().equals("parcel.accepted")) {
                    assertThat(read(stored.id().text())).hasSize(1);
                } else if (expected.containsKey(i)) {
                    assertThat(read(stored.id().text())).isEqualTo(expected.get(i));
                    merged += expected.get(i).size();
                } else {
                    assertThatThrownBy(() -> codec.events(stored)).isInstanceOf(Undecodable.class);
                    refused++;
                }
            }
        }
        assertThat(merged).isGreaterThan(50);
        assertThat(refused).isGreaterThan(50);
    }

    private static Map<Integer, List<Object>> expected(Map<String, List<Integer>> addresses,
            Map<String, List<Integer>> weights) {
        var expected = new HashMap<Integer, List<Object>>();
        addresses.forEach((parcel, one) -> {
            var other = weights.getOrDefault(parcel, List.of());
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                int address = one.get(i);
                int weight = other.get(i);
                expected.put(Math.min(address, weight), List.of());
                expected.put(Math.max(address, weight), List.of(new Accepted(parcel, "to" + address, weight)));
            }
        });
        return expected;
    }

    @Test
    void a_great_batch_is_read_in_one_go() {
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < 2_000; i++) {
            events.add(addressed("p" + i, "to" + i));
            events.add(weighed("p" + i, i));
        }
        command("great", events.toArray(NewEvent[]::new));
        long read = 0;
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
                for (var data : codec.records(event.get(), new Documents())) {
                    assertThat(data).isEqualTo(new Accepted("p" + read, "to" + read, (int) read));
                    read++;
                }
            }
        }
        assertThat(read).isEqualTo(2_000);
    }
}
