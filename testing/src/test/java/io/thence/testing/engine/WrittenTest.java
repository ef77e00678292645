// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Appended.Committed;
import io.thence.store.Durability;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is answered before its flush, in virtual time: seen by nobody until that is done, and soon after by all. */
class WrittenTest {

    private final HandWorld world = new HandWorld(1);
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void itIsSeenWithinTenMillisecondsAndNotAtOnce() {
        try (var store = LogStore.open(world, disk, LogSettings.SMALL)) {
            var written = Logs.batch("a", 2).answered(Durability.WRITTEN);
            assertThat(store.append(written)).isInstanceOf(Committed.class);
            assertThat(store.head().number()).isZero();
            assertThat(Logs.events(store)).isEmpty();

            world.pass(Duration.ofMillis(10));
            assertThat(store.head().number()).isEqualTo(2);
            assertThat(Logs.events(store)).hasSize(2);
        }
    }

    @Test
    void aFlushForSomebodyElseCarriesIt() {
        try (var store = LogStore.open(world, disk, LogSettings.SMALL)) {
            store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
            store.append(Logs.batch("b", 1));
            assertThat(Logs.events(store)).hasSize(2);
        }
    }

    @Test
    void closingFlushesIt() {
        var store = LogStore.open(world, disk, LogSettings.SMALL);
        store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
        store.close();
        disk.close();
        assertThat(Logs.events(disk)).hasSize(1);
    }

    @Test
    void aWriterThatHasStoppedRestsThoughSomethingIsUnflushed() {
        var faulty = new FaultyDisk(new SplittableRandom(1));
        var store = LogStore.open(world, faulty, LogSettings.SMALL);
        store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
        faulty.failNextFlush();
        world.pass(Duration.ofSeconds(1)); // fails if the writer asks for its turn without end
        assertThatThrownBy(() -> store.append(Logs.batch("b", 1))).isInstanceOf(Stopped.class);
        assertThatThrownBy(store::close).isInstanceOf(DiskFailed.class).hasMessageContaining("answered WRITTEN");
    }

    @Test
    void closingSaysThatItCouldNotBeFlushed() {
        var faulty = new FaultyDisk(new SplittableRandom(1));
        var store = LogStore.open(world, faulty, LogSettings.SMALL);
        store.append(Logs.batch("a", 1).answered(Durability.WRITTEN));
        faulty.failNextFlush();
        assertThatThrownBy(store::close).isInstanceOf(DiskFailed.class).hasMessageContaining("look for it");
    }

    /** All was flushed; only the mark at the end was not. */
    @Test
    void closingSaysNothingIfOnlyTheMarkIsNotFlushed() {
        var faulty = new FaultyDisk(new SplittableRandom(1));
        var store = LogStore.open(world, faulty, LogSettings.SMALL);
        store.append(Logs.batch("a", 1));
        faulty.failNextFlush();
        store.close();
        faulty.close();
        assertThat(Logs.events(faulty)).hasSize(1);
    }
}
