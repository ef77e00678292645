// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;

/** An engine in memory, for a question that is answered by running an application on other commands. */
public final class MemoryEngine {

    private static final long HOT_STATE_BYTES = 64 << 20;

    private MemoryEngine() {}

    /** One with the limits of a server: {@link Engine#inMemory} has those of a test, and slows down from some MB on. */
    public static Engine create() {
        return new Engine(new SystemWorld(), new MemoryDisk(), LogSettings.DEFAULT, HOT_STATE_BYTES);
    }
}
