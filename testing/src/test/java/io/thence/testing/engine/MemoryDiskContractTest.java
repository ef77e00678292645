// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.world.MemoryDisk;

class MemoryDiskContractTest extends EngineContract {
    MemoryDiskContractTest() {
        super(new MemoryDisk(), LogSettings.DEFAULT);
    }
}
