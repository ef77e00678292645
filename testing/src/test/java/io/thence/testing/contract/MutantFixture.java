// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore;
import io.thence.testing.disk.FlushGate;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The engine in memory with a mutant over it, or as it is. For {@link ContractBitesTest}, which runs it by itself. */
class MutantFixture extends EventStoreContract {

    private static final String FOLDER = "log";
    private static final int LAST_MARK_AND_A_BYTE = 57;

    /** The mutant whose turn it is; null for the engine as it is. One run at a time. */
    private static volatile Mutant turn;

    private final HeldDisk disk = new HeldDisk(new MemoryDisk());

    static void turn(Mutant mutant) {
        turn = mutant;
    }

    @Override
    protected EventStore open() {
        var store = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL);
        return turn == null ? store : turn.over.apply(store);
    }

    @Override
    protected EventStore reopen(EventStore store) {
        release(store);
        if (turn == Mutant.LOSES_THE_LAST_BATCH_ON_REOPENING) {
            var last = FOLDER + "/" + disk.list(FOLDER).getLast();
            try (var file = disk.open(last, Access.WRITE)) {
                file.truncate(file.size() - LAST_MARK_AND_A_BYTE);
            }
        }
        return open();
    }

    @Override
    protected void release(EventStore store) {
        store.close();
        disk.close();
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    protected FlushGate flushes() {
        return disk;
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(5);
    }
}
