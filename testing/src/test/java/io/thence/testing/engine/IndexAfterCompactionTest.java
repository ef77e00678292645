// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.testing.engine.Kept.customer;
import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;

/** A kill after a compaction: the files of the index, which end within a segment that was compacted, are still good. */
class IndexAfterCompactionTest {

    private final MemoryDisk disk = new MemoryDisk();
    private final HandWorld world = new HandWorld(1);
    private final Kept kept = new Kept(5);

    private List<String> runs() {
        return disk.list("index").stream().filter(file -> file.endsWith(".run")).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {111, 120, 131, 140, 155, 170, 200, 230})
    void theIndexIsNotMadeAnew(int batches) {
        var store = LogStore.open(world, disk, Logs.TINY); // it is not closed
        kept.append(store, world, batches);
        world.pass(Duration.ofHours(2));
        for (int i = 0; i < 6; i++) {
            kept.floors.floor(order(i), kept.all.size() - 5);
        }
        for (int i = 0; i < 3; i++) {
            kept.floors.floor(customer(i), kept.all.size() - 5);
        }
        assertThat(kept.compact(store, CompactionSettings.DEFAULT).progress().removed()).isPositive();
        world.pass(Duration.ofSeconds(1));
        var before = runs();
        disk.close();
        try (var again = LogStore.open(new HandWorld(2), disk, Logs.TINY)) {
            assertThat(runs()).isNotEmpty().isEqualTo(before);
            assertThat(Kept.texts(again)).isEqualTo(Kept.texts(store));
        }
    }
}
