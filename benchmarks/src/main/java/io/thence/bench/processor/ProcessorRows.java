// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.bench.measure.Row;
import io.thence.bench.measure.Scale;
import java.util.List;

/** The rows of the suite {@code processors}. */
public final class ProcessorRows {

    private ProcessorRows() {}

    /** All of them, in the order in which they are measured. */
    public static List<Row> all(Scale scale) {
        return List.of(
                new EmptyHandler(),
                WaitingHandler.few(),
                WaitingHandler.many(),
                new SagaSteps(),
                new Timers(scale.bigEvents() / 10),
                new Metered(),
                HandlerLatency.afterFlush(),
                HandlerLatency.afterCall());
    }
}
