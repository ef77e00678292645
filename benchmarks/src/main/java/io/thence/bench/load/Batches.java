// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.KeyValue;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.List;

/** A stock of batches of events with two keys each, made before anything is measured. */
public final class Batches {

    private static final int ACCOUNTS = 1_000_000;
    private static final int OWNERS = 100_000;

    private final List<List<NewEvent>> stock = new ArrayList<>();

    /** {@code count} batches of {@code size} events. */
    public Batches(int count, int size) {
        var payloads = new Payloads();
        for (int batch = 0; batch < count; batch++) {
            var events = new ArrayList<NewEvent>();
            for (int i = 0; i < size; i++) {
                events.add(event(payloads, (long) batch * size + i));
            }
            stock.add(List.copyOf(events));
        }
    }

    private static NewEvent event(Payloads payloads, long n) {
        long mixed = Mix.of(n);
        return NewEvent.of(Payload.TYPE, 1, List.of(
                new KeyValue("account", "A" + Math.floorMod(mixed, ACCOUNTS)),
                new KeyValue("owner", "O" + Math.floorMod(mixed >>> 20, OWNERS))), payloads.json(n));
    }

    /** The {@code n}th, and round again. */
    public List<NewEvent> events(long n) {
        return stock.get((int) (n % stock.size()));
    }

    /** The same, to append. */
    public Append append(long n) {
        return Stores.batch(events(n));
    }
}
