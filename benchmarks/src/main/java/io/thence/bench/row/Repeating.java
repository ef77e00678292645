// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.measure.Sample;
import java.time.Duration;

/** Does something whole again and again, until enough time has passed. */
final class Repeating {

    private Repeating() {}

    interface Counted<X extends Exception> {
        /** Does it; how many things that were. */
        long run() throws X;
    }

    /** Things a second. */
    static <X extends Exception> Sample until(Duration time, Counted<X> work) throws X {
        long start = System.nanoTime();
        long things = 0;
        long nanos;
        do {
            things += work.run();
            nanos = System.nanoTime() - start;
        } while (nanos < time.toNanos());
        return Sample.of(things * 1e9 / nanos);
    }
}
