// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of subscriptions at once: each has all of its events in order; who does not read delays nobody. */
class ManySubscriptionsTest {

    private static final int SUBSCRIPTIONS = 3_000;
    private static final int KEYS = 10;
    private static final int EVENTS = 200;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final World world = new SystemWorld();
    private final AtomicInteger right = new AtomicInteger();

    private static Append event(int number) {
        return Append.of(List.of(NewEvent.of("t", 1, List.of(key(number)), Logs.utf8("{}"))),
                Origin.of(""));
    }

    private static KeyValue key(int number) {
        return new KeyValue("key", "k" + number % KEYS);
    }

    /** What is to be seen of all events, or of those of one key. */
    private static List<Long> wanted(int number) {
        return LongStream.rangeClosed(1, EVENTS).filter(n -> number % 2 == 0 || (n - 1) % KEYS == number % KEYS)
                .boxed().toList();
    }

    private static Query query(int number) {
        return number % 2 == 0 ? Query.ALL : Query.keys(key(number));
    }

    private void read(EventStore store, int number, AtomicInteger ready) {
        var signal = new Signal();
        var wanted = wanted(number);
        var seen = new ArrayList<Long>();
        try (var events = store.subscribe(query(number), new Position(store.lineage(), 0))) {
            events.wake(signal);
            ready.incrementAndGet();
            while (seen.size() < wanted.size() && world.await(signal, LONG)) {
                for (var found = events.poll(7, 1 << 20); ; found = events.poll(7, 1 << 20)) {
                    found.events().stream().map(StoredEvent::number).forEach(seen::add);
                    if (found.caughtUp()) {
                        break;
                    }
                }
            }
        }
        if (seen.equals(wanted)) {
            right.incrementAndGet();
        }
    }

    @Test
    void eachHasAllOfItsEventsInOrder() {
        try (var store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL);
                var slow = store.subscribe(Query.ALL, new Position(store.lineage(), 0))) {
            slow.wake(new Signal());
            var ready = new AtomicInteger();
            var readers = IntStream.range(0, SUBSCRIPTIONS)
                    .mapToObj(number -> world.fork("reader-" + number, () -> read(store, number, ready))).toList();
            for (int i = 0; i < EVENTS; i++) {
                store.append(event(i));
            }
            readers.forEach(World.Running::stop);
            assertThat(ready).as("that were there").hasValue(SUBSCRIPTIONS);
            assertThat(right).as("that have all of theirs").hasValue(SUBSCRIPTIONS);
            assertThat(slow.poll(EVENTS + 1, 1 << 20).events().stream().map(StoredEvent::number)).as("who comes late")
                    .isEqualTo(wanted(0));
        }
    }
}
