// SPDX-License-Identifier: Apache-2.0
package io.thence.order;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures how much comes out of order, in memory that does not grow with what comes: it keeps the highest number and
 * the latest time of each producer, for {@value #PRODUCERS_MAX} of them; one that is forgotten since it was silent
 * longest begins anew. For one thread.
 *
 * @param <P> what tells producers apart
 */
public final class DisorderMeter<P> {

    /** How many producers are kept. */
    public static final int PRODUCERS_MAX = 100_000;

    private final Magnitudes behind = new Magnitudes();
    private final Magnitudes late = new Magnitudes();
    private final Map<P, Highest> producers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<P, Highest> eldest) {
            return size() > PRODUCERS_MAX;
        }
    };
    private long events;
    private long outOfOrder;

    private record Highest(long number, Instant time) {

        Highest with(long other, Instant otherTime) {
            return new Highest(Math.max(number, other), otherTime.isAfter(time) ? otherTime : time);
        }
    }

    /**
     * Something has come.
     *
     * @param number which {@code producer} gave it
     * @param time   when it happened
     */
    public void arrived(P producer, long number, Instant time) {
        events++;
        var highest = producers.get(producer);
        if (highest != null && number < highest.number()) {
            outOfOrder++;
            behind.add(highest.number() - number);
            late.add(Math.max(0, Duration.between(time, highest.time()).toMillis()));
        }
        producers.put(producer, highest == null ? new Highest(number, time) : highest.with(number, time));
    }

    /** What was measured so far. */
    public Disorder report() {
        return new Disorder(events, outOfOrder, behind.spread(), late.spread());
    }
}
