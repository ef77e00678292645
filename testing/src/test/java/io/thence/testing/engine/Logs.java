// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Disk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Small logs, and what is in them. */
final class Logs {

    static final LogSettings TINY = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);
    static final KeyValue ANNA = new KeyValue("account", "anna");

    private Logs() {}

    static Append batch(String type, int events) {
        var event = NewEvent.of(type, 1, List.of(ANNA), utf8("{\"a\":1}"));
        return Append.of(Collections.nCopies(events, event), Origin.of("engine"))
                .of(new Command(new CommandId(type), ContentHash.sha256(utf8(type))));
    }

    /** An event that happened long before it is appended. */
    static NewEvent timed(String time) {
        return NewEvent.of("late", 1, List.of(ANNA), utf8("{}")).at(Instant.parse(time));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All events, with all their fields. */
    static List<String> events(EventStore store) {
        return store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                .list(Integer.MAX_VALUE).stream().map(Logs::text).toList();
    }

    private static String text(StoredEvent e) {
        return e.position() + " " + e.id() + " " + e.type() + " " + e.version() + " " + e.stamp() + " " + e.origin()
                + " " + e.keys() + " " + HexFormat.of().formatHex(e.data());
    }

    /** The events of a log that is opened, and closed again, in a world of one thread. */
    static List<String> events(Disk disk) {
        try (var store = LogStore.open(new HandWorld(2), disk, TINY)) {
            return events(store);
        } finally {
            disk.close();
        }
    }

    /** Writes a log with everything that a log may hold, over several segments, and closes it. */
    static void writeOneOfEach(Disk disk) {
        var world = new HandWorld(1);
        var origin = Origin.of("urn:shop").correlatedBy("order 7").causedBy("pay-0").tracedBy("00-ab-cd-01")
                .tenant("m");
        try (var store = LogStore.open(world, disk, TINY)) {
            store.append(batch("pay-1", 2));
            store.append(Append.of(List.of(NewEvent.of("öffnet", 3, List.of(ANNA, new KeyValue("branch", "🙂")),
                    utf8("{}")).identified(new EventId("own"))), origin)
                    .on(new Condition.Revision(ANNA, 2)));
            world.pass(Duration.ofMillis(50));
            store.append(batch("nothing", 0));
            store.append(batch("refused", 0).refused("too poor"));
            store.append(Append.finished(List.of(new Finished("reader", 1, 2), new Finished("view", 7, 3),
                    new Finished("lanes", 1, 300, List.of(1L, 130L, 299L)))));
            store.append(Append.of(List.of(NewEvent.of("bare", 1, List.of(), new byte[0])),
                    Origin.of("")));
            for (int i = 0; i < 12; i++) {
                store.append(batch("many-" + i, 1 + i % 3));
            }
            store.append(Append.of(List.of(timed("1999-12-31T23:59:59.999999999Z")), origin));
        } finally {
            disk.close();
        }
    }
}
