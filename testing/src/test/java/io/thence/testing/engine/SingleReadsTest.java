// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.FaultyDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the reading of a single event asks of the disk. */
class SingleReadsTest {

    private static final LogSettings SETTINGS = new LogSettings(1 << 20, 64 << 10, 1 << 20, 3, 8, 4 << 10, 1 << 10);
    private static final int EVENTS = 120;

    private final FaultyDisk disk = new FaultyDisk(new SplittableRandom(1));
    private final List<String> reads = new ArrayList<>();

    private void write() {
        try (var store = LogStore.open(new HandWorld(1), disk, SETTINGS)) {
            for (int i = 0; i < EVENTS; i++) {
                var keys = List.of(new KeyValue("order", "o" + i));
                var event = NewEvent.of("noted", 1, keys, new byte[i * 500]);
                store.append(Append.of(List.of(event), Origin.of("single")));
            }
        }
        disk.endProcess();
    }

    @Test
    void anEventCostsOneReadOfTheLogAndSeldomOneOfThePlaces() {
        write();
        try (var store = LogStore.open(new HandWorld(2), disk, SETTINGS)) {
            disk.watch((call, name, _) -> {
                if (call == Call.READ) {
                    reads.add(name);
                }
            });
            for (int i = 0; i < EVENTS; i++) {
                int before = reads.size();
                var found = store.read(Query.keys(new KeyValue("order", "o" + i)), new Position(store.lineage(), 0),
                        Direction.FORWARDS).list(2);
                assertThat(found).hasSize(1);
                assertThat(reads.subList(before, reads.size())).filteredOn(name -> name.startsWith("log/"))
                        .as("reads for event " + i).hasSize(1);
            }
        }
        assertThat(disk.list("log")).hasSizeGreaterThan(2);
        assertThat(reads).filteredOn(name -> name.endsWith("places")).hasSizeBetween(2, 2 * disk.list("log").size());
    }
}
