// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.ThenceException.Stopped;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.testing.disk.PassingDisk;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A fault in a machine beside the writer: nobody waits for it for ever, and the log is whole. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenMachinesTest {

    private final MemoryDisk disk = new MemoryDisk();
    private final AtomicReference<String> broken = new AtomicReference<>("none");

    /** A disk on which no file of one kind can be made: that ends in an error that no code expects. */
    private Disk breaking() {
        return new PassingDisk() {
            @Override
            public Disk disk() {
                return disk;
            }

            @Override
            public Disk elsewhere(String directory) {
                return disk.elsewhere(directory);
            }

            @Override
            public DiskFile open(String name, Access access) {
                if (access == Access.CREATE && name.endsWith(broken.get())) {
                    throw new NegativeArraySizeException("a machine is made to break, and this is to be logged");
                }
                return disk.open(name, access);
            }
        };
    }

    @Test
    void appendsAreRefusedWhenTheIndexBreaks() {
        int batches = 0;
        Stopped refused = null;
        try (var store = LogStore.open(new SystemWorld(), breaking(), Logs.TINY)) {
            broken.set(".run");
            while (refused == null && batches < 10_000) {
                try {
                    store.append(Logs.batch("n" + batches, 1));
                    batches++;
                } catch (Stopped e) {
                    refused = e;
                }
            }
            assertThat(refused).isNotNull().hasMessageContaining("the index broke").hasMessageContaining("anew");
            assertThat(Logs.events(store)).hasSize(batches);
        }
        broken.set("none");
        disk.close();
        assertThat(Logs.events(disk)).hasSize(batches);
    }

    @Test
    void aCompactionThatBreaksSaysSo() {
        try (var store = LogStore.open(new SystemWorld(), breaking(), Logs.TINY)) {
            for (int i = 0; i < 30; i++) {
                store.append(Logs.batch("n" + i, 1));
            }
            broken.set(".packed");
            var compaction = store.compact(CompactionSettings.DEFAULT);
            assertThat(compaction.await(Duration.ofSeconds(30))).isTrue();
            assertThat(compaction.progress().finished()).isFalse();
            assertThat(compaction.progress().failure().map(ThenceException::getMessage).orElse("none"))
                    .contains("the compaction broke");
            broken.set("none");
            var again = store.compact(CompactionSettings.DEFAULT);
            assertThat(again.await(Duration.ofSeconds(30))).isTrue();
            assertThat(again.progress().finished()).isTrue();
            assertThat(Logs.events(store)).hasSize(30);
        }
        disk.close();
    }

    /** One that breaks it every time keeps none of the others from being packed. */
    @Test
    void theNextCompactionBeginsAfterTheSegmentThatBrokeIt() {
        try (var store = LogStore.open(new SystemWorld(), breaking(), Logs.TINY)) {
            for (int i = 0; i < 60; i++) {
                store.append(Logs.batch("n" + i, 1));
            }
            broken.set("0000000002.1.packed");
            int of = 0;
            for (int run = 0; run < 2; run++) {
                var compaction = store.compact(CompactionSettings.DEFAULT);
                assertThat(compaction.await(Duration.ofSeconds(30))).isTrue();
                assertThat(compaction.progress().failure()).isPresent();
                of = compaction.progress().of();
            }
            assertThat(of).isGreaterThan(4);
            assertThat(disk.list("log").stream().filter(name -> name.endsWith(".packed"))).hasSize(of - 1);
            broken.set("none");
            var whole = store.compact(CompactionSettings.DEFAULT);
            assertThat(whole.await(Duration.ofSeconds(30))).isTrue();
            assertThat(whole.progress().finished()).isTrue();
            assertThat(disk.list("log")).noneMatch(name -> name.endsWith(".compacting"));
            assertThat(Logs.events(store)).hasSize(60);
        }
        disk.close();
    }
}
