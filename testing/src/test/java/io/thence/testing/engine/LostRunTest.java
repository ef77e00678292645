// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.disk.FaultyDisk;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A manifest of the index whose run is lost: it never names the next run of that number, whatever a crash leaves. */
class LostRunTest {

    private static final LogSettings SETTINGS = new LogSettings(1_536, 512, 1_024, 3, 8, 512, 16);
    /** Each opening of a crashed copy says that the index is made anew. */
    private static final Logger QUIET = Logger.getLogger("io.thence");

    private final FaultyDisk disk = new FaultyDisk(new SplittableRandom(1));
    private int looks;

    private static void append(LogStore store, int events) {
        for (int i = 0; i < events; i++) {
            var keys = List.of(new KeyValue("account", "a" + i % 2), new KeyValue("order", "o" + i));
            store.append(Append.of(List.of(NewEvent.of("noted", 1, keys, Logs.utf8("{}"))),
                    Origin.of("lost")));
        }
    }

    @Test
    void aManifestWhoseRunIsLostNamesNoOther() {
        QUIET.setLevel(Level.OFF);
        try (var store = LogStore.open(new HandWorld(1), disk, SETTINGS)) {
            append(store, 3);
        }
        disk.endProcess();
        var runs = disk.list("index").stream().filter(name -> name.endsWith(".run")).toList();
        assertThat(runs).hasSize(1);
        disk.delete("index/" + runs.getFirst());
        disk.flushFolder("index");
        disk.watch((call, _, _) -> {
            for (int seed = 0; call.changes() && seed < 8; seed++) {
                look(disk.afterCrash(new SplittableRandom(seed)));
            }
        });
        append(LogStore.open(new HandWorld(2), disk, SETTINGS), 14);
        assertThat(looks).isGreaterThan(200);
        assertThat(disk.list("index")).contains(runs.getFirst());
    }

    private void look(FaultyDisk copy) {
        looks++;
        try (var store = LogStore.open(new HandWorld(3), copy, SETTINGS)) {
            var counts = new HashMap<KeyValue, Long>();
            store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(100).forEach(event ->
                    event.keys().forEach(key -> counts.merge(key, 1L, Long::sum)));
            assertThat(counts).isNotEmpty().allSatisfy((key, count) ->
                    assertThat(store.append(Append.confirm(new Condition.Revision(key, count))))
                            .as(key + " has " + count).isInstanceOf(Appended.Committed.class));
        }
    }
}
