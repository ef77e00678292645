// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Disk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** A log, and the naive list of all that was ever appended to it. */
final class Kept {
    final List<Event> all = new ArrayList<>();
    final Floors floors = new Floors();
    private final Random random;

    Kept(long seed) {
        random = new Random(seed);
    }

    /** One event as it was appended. */
    record Event(long position, String type, List<KeyValue> keys, String data, long millis) {}

    static KeyValue order(int number) {
        return new KeyValue("order", "o" + number);
    }

    static KeyValue customer(int number) {
        return new KeyValue("customer", "c" + number);
    }

    /** Appends batches of one to three events of six orders and three customers. */
    void append(LogStore store, HandWorld world, int batches) {
        append(store, world, batches, 6);
    }

    /** Appends batches of events of the first so many orders. */
    void append(LogStore store, HandWorld world, int batches, int orders) {
        for (int i = 0; i < batches; i++) {
            var events = new ArrayList<NewEvent>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                var keys = List.of(order(random.nextInt(orders)), customer(random.nextInt(3)));
                var data = "{\"n\":" + (all.size() + events.size()) + ",\"text\":\"" + "x".repeat(random.nextInt(60))
                        + "\"}";
                events.add(NewEvent.of(random.nextBoolean() ? "order.placed" : "order.paid", 1,
                        random.nextInt(4) == 0 ? keys.subList(0, 1) : keys, Logs.utf8(data)));
            }
            add(store, world, Append.of(events, Origin.of("kept")));
        }
    }

    /** Appends a batch, and notes what it holds. */
    void add(LogStore store, HandWorld world, Append append) {
        var answer = (Appended.Committed) store.append(append);
        long position = answer.first().number();
        for (var event : append.events()) {
            note(position++, event, world);
        }
    }

    /** Notes an event that was appended. */
    void note(long position, NewEvent event, HandWorld world) {
        all.add(new Event(position, event.type(), event.keys(), new String(event.data(), StandardCharsets.UTF_8),
                world.now().toEpochMilli()));
        floors.appended(position, event.keys());
    }

    /** The events that stay, as text. */
    List<String> texts(Predicate<Event> stays) {
        return all.stream().filter(stays).map(e -> e.position + " " + e.type + " " + e.keys + " " + e.data).toList();
    }

    static List<String> texts(EventReader reader) {
        return reader.list(Integer.MAX_VALUE).stream().map(Kept::text).toList();
    }

    static String text(StoredEvent e) {
        return e.position().number() + " " + e.type() + " " + e.keys() + " "
                + new String(e.data(), StandardCharsets.UTF_8);
    }

    static List<String> texts(LogStore store) {
        return texts(store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS));
    }

    /** The events of one key by the index, backwards. */
    static List<String> texts(LogStore store, KeyValue key) {
        return texts(store.read(Query.keys(key), new Position(store.lineage(), Long.MAX_VALUE), Direction.BACKWARDS));
    }

    /** Whether an event was below the floor of each of its keys. */
    boolean isBelowFloors(Event event) {
        return event.keys.stream().allMatch(key -> event.position < floors.floor(key));
    }

    /** Compacts to the end. */
    Compaction compact(LogStore store, CompactionSettings settings) {
        var compaction = store.compact(settings, floors);
        if (!compaction.await(Duration.ofHours(1))) {
            throw new AssertionError("it does not end: " + compaction.progress());
        }
        compaction.progress().failure().ifPresent(failure -> {
            throw failure;
        });
        return compaction;
    }

    /** The files of the log, but for one that is only made ready. */
    static List<String> files(Disk disk) {
        return disk.list("log").stream().filter(file -> !file.endsWith(".segment") || isBegun(disk, file)).toList();
    }

    private static boolean isBegun(Disk disk, String name) {
        try (var file = disk.open("log/" + name, Disk.Access.READ)) {
            var first = ByteBuffer.allocate(1);
            file.fill(first, 0);
            return first.get(0) != 0;
        }
    }
}
