// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.log.LogStore;
import io.thence.world.Disk;

/**
 * A store with the disk that it lies on.
 *
 * @param store it
 * @param disk  closed after it
 */
public record OpenStore(LogStore store, Disk disk) implements AutoCloseable {

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            disk.close();
        }
    }
}
