// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.EventStore;
import io.thence.testing.contract.Capability;
import io.thence.testing.contract.EventStoreContract;
import io.thence.testing.disk.FlushGate;
import io.thence.testing.disk.HeldDisk;
import io.thence.world.Disk;
import io.thence.world.SystemWorld;
import java.util.EnumSet;
import java.util.Set;

/** The log engine under the suite; which disk and which settings is said by each subclass. */
abstract class EngineContract extends EventStoreContract {

    private final HeldDisk disk;
    private final LogSettings settings;

    EngineContract(Disk disk, LogSettings settings) {
        this.disk = new HeldDisk(disk);
        this.settings = settings;
    }

    /** The disk of the store. */
    Disk disk() {
        return disk.disk();
    }

    @Override
    protected EventStore open() {
        return LogStore.open(new SystemWorld(), disk, settings);
    }

    @Override
    protected EventStore reopen(EventStore store) {
        release(store);
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
}
