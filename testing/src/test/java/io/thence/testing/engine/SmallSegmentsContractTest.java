// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.world.MemoryDisk;

/** Segments so small that the log rolls within a test, and a buffer smaller than a batch. */
class SmallSegmentsContractTest extends EngineContract {
    SmallSegmentsContractTest() {
        super(new MemoryDisk(), new LogSettings(1 << 10, 512, 512, 4, 8, 256, 64));
    }
}
