// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.bench.measure.Lab;
import io.thence.store.Append;
import java.io.IOException;
import java.util.function.IntFunction;

/** How many bytes the log writes for a batch: what a bare disk has to write too, to have done the same. */
public final class StoredBytes {

    private static final int BATCHES = 50;

    private StoredBytes() {}

    /** The mean of some batches, of which {@code batches} makes the {@code n}th. */
    public static int of(Lab lab, IntFunction<Append> batches) throws IOException {
        return Math.toIntExact((bytes(lab, batches, BATCHES) - bytes(lab, batches, 0)) / BATCHES);
    }

    private static long bytes(Lab lab, IntFunction<Append> batches, int count) throws IOException {
        var directory = lab.directory("size");
        try (var open = Stores.open(lab.world(), directory)) {
            for (int n = 0; n < count; n++) {
                Stores.append(open.store(), batches.apply(n));
            }
        }
        long bytes = Stores.logBytes(directory);
        Lab.clear(directory);
        return bytes;
    }
}
