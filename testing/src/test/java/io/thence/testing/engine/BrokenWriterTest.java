// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.MemoryDisk;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A fault in the writer itself: nobody waits for ever, and nothing is written on top of what it has left. */
class BrokenWriterTest {

    @Test
    void aWriterThatBreaksTellsItsCallersAndStops() {
        var disk = new MemoryDisk();
        var broken = new AtomicBoolean();
        var world = new StillWorld() {
            @Override
            public Instant now() {
                if (broken.get()) {
                    throw new IllegalStateException("no clock: the writer is made to break, and this is to be logged");
                }
                return super.now();
            }
        };
        try (var store = LogStore.open(world, disk, LogSettings.SMALL); var callers = new Callers()) {
            store.append(Logs.batch("before", 2));
            broken.set(true);

            callers.call(() -> store.append(Logs.batch("broken", 1)));

            assertThat(callers.results().getFirst()).isInstanceOf(OutcomeUnknown.class);
            assertThatThrownBy(() -> store.append(Logs.batch("late", 1))).isInstanceOf(Stopped.class);
            assertThat(Logs.events(store)).hasSize(2);
        }
        disk.close();
        assertThat(Logs.events(disk)).hasSize(2);
    }
}
