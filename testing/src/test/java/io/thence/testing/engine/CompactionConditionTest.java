// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Origin;
import io.thence.Position;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compactions without a horizon between a fold and the append on what it saw: what conflicts may be gone by then, and
 * the index lost with it. A conflict may be found where there is none; none may be missed.
 */
class CompactionConditionTest {
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noConflictIsEverMissed(long seed) {
        var random = new Random(seed);
        var world = new HandWorld(seed);
        var disk = new MemoryDisk();
        var kept = new Kept(seed);
        var store = LogStore.open(world, disk, Logs.TINY);
        int committed = 0;
        int conflicts = 0;
        for (int round = 0; round < 40; round++) {
            var key = Kept.order(random.nextInt(6));
            long seen = store.head().number();
            long revision = kept.all.stream().filter(e -> e.keys().contains(key)).count();
            kept.append(store, world, random.nextInt(4));
            world.pass(Duration.ofSeconds(1));
            if (random.nextInt(3) == 0) {
                compact(store, kept, random);
            }
            if (random.nextInt(6) == 0) {
                store.close();
                disk.close();
                if (random.nextBoolean()) {
                    disk.list("index").forEach(file -> disk.delete("index/" + file));
                }
                store = LogStore.open(world, disk, Logs.TINY);
            }
            var condition = random.nextBoolean() ? new Condition.Revision(key, revision)
                    : new Condition.NothingNew(Query.keys(key), new Position(store.lineage(), seen));
            boolean isNew = kept.all.stream().anyMatch(e -> e.position() > seen && e.keys().contains(key));
            var event = NewEvent.of("order.paid", 1, List.of(key), Logs.utf8("{}"));
            var answer = store.append(Append.of(List.of(event), Origin.of("kept")).on(condition));
            if (answer instanceof Appended.Committed(var position, _)) {
                assertThat(isNew).as("round " + round + " on " + condition).isFalse();
                kept.note(position.number(), event, world);
                committed++;
            } else {
                assertThat(answer).isInstanceOf(Appended.Conflict.class);
                conflicts++;
            }
        }
        assertThat(committed).isPositive();
        assertThat(conflicts).isPositive();
        assertThat(Kept.texts(store)).isSubsetOf(kept.texts(_ -> true));
        store.close();
    }

    private static void compact(LogStore store, Kept kept, Random random) {
        for (int i = 0; i < 6; i++) {
            kept.floors.floor(Kept.order(i), random.nextInt(kept.all.size() + 2));
            kept.floors.floor(Kept.customer(i), random.nextInt(kept.all.size() + 2));
        }
        kept.compact(store, AT_ONCE);
    }
}
