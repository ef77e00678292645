// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.Position;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many events of each type come in a second, over the last {@link #WINDOW}. Counted at most once a tick however
 * many pages look, and only while one does. Of more than {@value #SAMPLE_MAX} new events the newest are counted, and
 * stand for all.
 */
final class TypeRates {

    static final Duration WINDOW = Duration.ofSeconds(5);
    static final int SAMPLE_MAX = 20_000;

    private final World world;
    private final EventStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Counted> window = new ArrayDeque<>();
    private long seen = -1;
    private long seenNanos;

    /** What came between two moments. */
    private record Counted(long from, long to, Map<String, Double> types) {}

    TypeRates(World world, EventStore store) {
        this.world = world;
        this.store = store;
    }

    /** Events a second by type, without those of which none came. */
    SortedMap<String, Double> perSecond() {
        lock.lock();
        try {
            long now = world.nanos();
            if (seen < 0) {
                seen = store.head().number();
                seenNanos = now;
            } else if (now - seenNanos > LiveFeed.TICK.toNanos() * 4 / 5) {
                count(now);
            }
            return rates();
        } finally {
            lock.unlock();
        }
    }

    private void count(long now) {
        long head = store.head().number();
        var types = new HashMap<String, Double>();
        long from = Math.max(seen, head - SAMPLE_MAX);
        double each = head == from ? 0 : (double) (head - seen) / (head - from);
        try (var events = store.read(Query.ALL, new Position(store.lineage(), from), Direction.FORWARDS)) {
            for (var event = events.nextView(); event.isPresent() && event.get().number() <= head;
                    event = events.nextView()) {
                types.merge(event.get().type(), each, Double::sum);
            }
        }
        window.add(new Counted(seenNanos, now, types));
        window.removeIf(counted -> now - counted.to() > WINDOW.toNanos());
        seen = head;
        seenNanos = now;
    }

    private SortedMap<String, Double> rates() {
        var rates = new TreeMap<String, Double>();
        if (!window.isEmpty()) {
            double seconds = (window.getLast().to() - window.getFirst().from()) / 1e9;
            window.forEach(counted -> counted.types().forEach((type, count) ->
                    rates.merge(type, count / seconds, Double::sum)));
        }
        return rates;
    }
}
