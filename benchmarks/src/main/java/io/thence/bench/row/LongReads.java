// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.BigStore;
import io.thence.bench.load.OpenStore;
import io.thence.bench.load.Readings;

/** Reads long streams, each for the first time in this process. */
final class LongReads {

    /**
     * Short streams that are read before: the code is warm then, what is read is not. After 3,000 of them half of it
     * was not compiled for good, and a long stream took up to twice as long as after these.
     */
    private static final int WARM_UPS = 20_000;

    private LongReads() {}

    static void run(OpenStore open, int count) {
        for (int number = 0; number < WARM_UPS; number++) {
            Readings.read(open.store(), 0, BigStore.stream(number));
        }
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            Readings.read(open.store(), BigStore.OF_LONG, BigStore.longStream(number));
            System.out.println((System.nanoTime() - start) / 1e3);
        }
    }
}
