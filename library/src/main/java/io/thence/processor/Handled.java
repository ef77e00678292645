// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Position;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Erased;
import io.thence.store.Checkpoint;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Which events a consumer has handled to their end, as a log says without it. For one thread. */
public final class Handled {

    private final Checkpoint checkpoint;
    private final DeadLetterBook book;
    private final Set<Long> passedOver = new HashSet<>();

    private Handled(EventLog log, String consumer) {
        checkpoint = log.checkpoint(consumer);
        book = DeadLetterBook.of(log, consumer);
        var query = Query.keys(DeadLetterEvent.filed(consumer));
        try (var said = log.read(query, new Position(log.lineage(), 0), Direction.FORWARDS)) {
            for (var event = said.nextView(); event.isPresent(); event = said.nextView()) {
                switch (DeadLetterEvent.read(event.get()).orElse(null)) {
                    case Discarded discarded -> passedOver.add(discarded.position());
                    case Erased erased -> passedOver.add(erased.position());
                    case null, default -> {}
                }
            }
        }
    }

    /** Those of {@code consumer}, as of the head. All that is said of its dead letters is read. */
    public static Handled of(EventLog log, String consumer) {
        return new Handled(log, consumer);
    }

    /**
     * Whether the event of its types at {@code position}, which is handled under {@code key}, was handled: it is not to
     * come yet, not in hand, not waiting in a queue, and was not given up and passed over.
     */
    public boolean has(long position, KeyValue key) {
        return position <= checkpoint.upTo() && Collections.binarySearch(checkpoint.open(), position) < 0
                && !passedOver.contains(position)
                && book.of(key).filter(entry -> entry.needsFrom() <= position).isEmpty();
    }
}
