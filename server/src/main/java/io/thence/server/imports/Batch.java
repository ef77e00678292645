// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.KeyValue;
import io.thence.event.CloudEvents.Received;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import java.util.ArrayList;
import java.util.List;

/** Events that are appended together, with the word how far the input is done with them and what was bad. */
final class Batch {

    private static final int EVENTS_MAX = 1_000;
    private static final long BYTES_MAX = 8 << 20;
    private static final long LINES_MAX = 100_000;

    private final EventStore store;
    private final Done done;
    private final Rejected rejected;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;

    /** What is made of a line. */
    private record Entry(Line line, NewEvent event) {
        boolean isUnder(KeyValue key) {
            return event.keys().contains(key);
        }
    }

    Batch(EventStore store, Done done, Rejected rejected) {
        this.store = store;
        this.done = done;
        this.rejected = rejected;
    }

    void add(Line line, Received received) {
        entries.add(new Entry(line, received.event()));
        bytes += received.event().data().length;
        received.event().keys().forEach(key -> bytes += key.key().length() + 3L * key.value().length());
    }

    boolean isFull() {
        return entries.size() >= EVENTS_MAX || bytes >= BYTES_MAX || done.behind() >= LINES_MAX
                || done.behindChars() >= BYTES_MAX;
    }

    /** Appends what there is, up to the line that ends the run; the number of events. */
    int write() {
        while (done.behind() > 0) {
            switch (store.append(done.with(entries.stream().map(Entry::event).toList(), rejected.flush()))) {
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
        var problem = key + " has a tombstone: nothing may follow";
        var under = entries.stream().filter(entry -> entry.isUnder(key)).toList();
        if (rejected.isLast()) {
            var line = under.getFirst().line();
            rejected.add(line, problem);
            done.backTo(line);
            entries.removeIf(entry -> entry.line().number() >= line.number());
        } else {
            under.forEach(entry -> rejected.add(entry.line(), problem));
            entries.removeIf(entry -> entry.isUnder(key));
        }
    }
}
