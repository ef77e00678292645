// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Policy;
import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Contender;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Interleaving;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Row;
import io.thence.bench.measure.Sample;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rows {@code wait-5ms} and {@code wait-50ms}: a handler that waits, as one does that calls somebody, a lane for
 * each key. Beside it a bare virtual thread for each key, which waits as often as that has events; and what the keys
 * allow: the one with most events, one wait after the other.
 *
 * @param time how long an event takes
 * @param bar  what is asked for
 */
record WaitingHandler(Duration time, Bar bar) implements Row {

    private static final int KEYS = 1_000;
    private static final String BARE = "bare-threads";
    private static final String ALLOWED = "keys-allow";

    static WaitingHandler few() {
        return new WaitingHandler(Duration.ofMillis(5), new Bar.AtLeastOf(Entrant.OURS, BARE, 0.85));
    }

    static WaitingHandler many() {
        return new WaitingHandler(Duration.ofMillis(50), new Bar.AtLeastOf(Entrant.OURS, ALLOWED, 0.95));
    }

    @Override
    public String name() {
        return "wait-" + time.toMillis() + "ms";
    }

    @Override
    public String unit() {
        return "events/s";
    }

    @Override
    public List<Bar> bars() {
        return List.of(bar);
    }

    @Override
    public Measured measure(Lab lab, int rounds) throws Exception {
        int each = Math.toIntExact(Math.max(1, lab.scale().sample().dividedBy(time)));
        try (var store = KeyedStore.build(lab, each * KEYS, KEYS)) {
            var perKey = store.perKey();
            double seconds = Collections.max(perKey) * (time.toNanos() / 1e9);
            Contender ours = () -> Sample.of(store.run(Policy.DEFAULT.lanes(KEYS), _ -> rest(lab)));
            Contender bare = () -> Sample.of(bare(lab, perKey));
            Contender allowed = () -> Sample.of(store.events() / seconds);
            return Interleaving.of(lab, this, rounds, List.of(
                    Entrant.ours("checkpoint five times a second", () -> ours),
                    new Entrant(BARE, "nothing", () -> bare),
                    new Entrant(ALLOWED, "computed", () -> allowed)))
                    .with("events", store.events()).with("keys", KEYS).with("lanes", KEYS)
                    .with("mostEventsOfKey", Collections.max(perKey));
        }
    }

    private double bare(Lab lab, List<Integer> perKey) throws InterruptedException {
        long start = System.nanoTime();
        var threads = new ArrayList<Thread>();
        long events = 0;
        for (int count : perKey) {
            events += count;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < count; i++) {
                    rest(lab);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        return events * 1e9 / (System.nanoTime() - start);
    }

    private void rest(Lab lab) {
        lab.world().await(new Signal(), time);
    }
}
