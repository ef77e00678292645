// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.log.LogSettings;
import io.thence.world.FileDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileDiskContractTest extends EngineContract {
    FileDiskContractTest(@TempDir Path directory) {
        super(new FileDisk(directory), LogSettings.SMALL);
    }
}
