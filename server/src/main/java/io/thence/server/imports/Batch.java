// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.KeyValue;
import io.thence.event.CloudEvents.Received;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Events that are appended together, with the word how far the input is done with them. */
final class Batch {

    private static final int EVENTS_MAX = 1_000;
    private static final long BYTES_MAX = 8 << 20;
    private static final long LINES_MAX = 100_000;

    private final EventStore store;
    private final Done done;
    private final BiConsumer<Line, String> bad;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    /** What is made of a line. */
    private record Entry(Line line, NewEvent event) {}

    Batch(EventStore store, Done done, BiConsumer<Line, String> bad) {
        this.store = store;
        this.done = done;
        this.bad = bad;
    }

    void add(Line line, Received received) {
        entries.add(new Entry(line, received.event()));
        bytes += received.event().data().length;
    }

    boolean isFull() {
        return entries.size() >= EVENTS_MAX || bytes >= BYTES_MAX || done.behind() >= LINES_MAX;
    }

    /** Appends what there is; the number of events. */
    int write() {
        while (done.behind() > 0) {
            switch (store.append(done.with(entries.stream().map(Entry::event).toList()))) {
                case Appended.Committed _ -> {
                    int count = entries.size();
                    done.written();
                    entries.clear();
                    bytes = 0;
                    return count;
                }
                case Appended.Tombstoned(KeyValue key, _) -> leaveOut(key);
                case Appended other -> throw new IllegalStateException("a batch of an import came to " + other);
            }
        }
        return 0;
    }

    private void leaveOut(KeyValue key) {
        for (var entry : List.copyOf(entries)) {
            if (entry.event().keys().contains(key)) {
                bad.accept(entry.line(), key + " has a tombstone: nothing may follow");
                entries.remove(entry);
            }
        }
    }
}
