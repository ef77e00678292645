// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

import io.thence.Application;
import io.thence.Part;
import io.thence.bench.measure.Sample;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Duration;

/** Applications that read a log from its first event, as after the start of a new read model. */
final class Replaying {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Replaying() {}

    /** Starts the application and waits until {@code part} has everything; events a second, the start included. */
    static Sample of(Application application, Part part, Engine engine) {
        long start = System.nanoTime();
        try (var thence = Thence.run(application, engine)) {
            var head = thence.store().head();
            if (!thence.await(part, head, LONGEST)) {
                throw new IllegalStateException(thence.progress(part) + " after " + LONGEST);
            }
            return Sample.of(head.number() * 1e9 / (System.nanoTime() - start));
        }
    }
}
