// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/**
 * A contender whose callers do one thing again and again for a while.
 *
 * @param callers  who
 * @param time     how long a round takes
 * @param work     what
 * @param sample   what a round came to
 * @param resource closed at the end
 */
public record Looping(
        Callers callers, Duration time, Callers.Work work, Function<Tally, Sample> sample, AutoCloseable resource)
        implements Contender {

    private static final Duration WARM_UP = Duration.ofSeconds(3);

    @Override
    public Sample round() throws Exception {
        return sample.apply(callers.run(time, work));
    }

    @Override
    public void warmUp() throws Exception {
        callers.run(time.compareTo(WARM_UP) < 0 ? time : WARM_UP, work);
    }

    @Override
    public void close() throws IOException {
        try {
            resource.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
