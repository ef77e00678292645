// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.Lineage;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Subscription;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The readings of a log, the same for its writer's process and for followers.
 *
 * @param segments  its files
 * @param state     what is derived from them
 * @param durable   how far readers may see, at any time
 * @param lineage   which log
 * @param readBytes a reader's buffer
 */
record LogView(Segments segments, LogState state, Supplier<Durable> durable, Lineage lineage, int readBytes) {

    EventReader read(Query query, long from, Direction direction) {
        var now = durable.get();
        if (query.terms().isEmpty() && direction == Direction.FORWARDS) {
            var scan = scan(query, from, () -> now);
            return scan::next;
        }
        var walks = query.terms().isEmpty() ? state.index.walks(new Query.Term(Set.of(), List.of()))
                : query.terms().stream().flatMap(term -> state.index.walks(term).stream()).toList();
        return new PostingReader(walks, new PostingReader.Range(from, now.head(), direction),
                new EventFetch(this));
    }

    Subscription subscribe(Query query, long after, Listeners listeners) {
        return new LogSubscription(scan(query, after, durable), lineage, listeners);
    }

    private LogScan scan(Query query, long after, Supplier<Durable> limit) {
        var scan = new LogScan(this, limit, query);
        var now = limit.get();
        scan.begin(after >= now.head() ? now.end() : state.batches.find(after + 1).place(), after);
        return scan;
    }
}
