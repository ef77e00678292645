// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.store.EventStore;
import io.thence.testing.disk.FaultyDisk;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/** Each test of the suite as a crash test: closing the disk crashes a copy of it and looks at the log. */
class FaultyDiskContractTest extends EngineContract {
    FaultyDiskContractTest() {
        super(new FaultyDisk(new SplittableRandom(1)), LogSettings.SMALL);
    }

    @Override
    protected void release(EventStore store) {
        super.release(store);
        assertThat(((FaultyDisk) disk()).openFiles()).isEmpty();
    }
}
