// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.MemoryProjection;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.ThenceException.Blocked;
import io.thence.run.Thence;
import io.thence.testing.sim.Depot.Shelved;
import io.thence.view.MemoryQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A depot's model in memory: the items of each shelf, in order. It is made anew without what is annulled, and at each
 * start; what was flawed when it came to it waits until then.
 */
final class DepotModel {

    final MemoryProjection<Map<String, List<String>>> items;

    /** @param flaws those that are not mended now */
    DepotModel(Set<String> flaws) {
        items = Projection.<Map<String, List<String>>>inMemory("in-mind", TreeMap::new)
                .on(Shelved.class, (shelves, e) -> {
                    if (flaws.contains(e.flaw())) {
                        throw new IllegalStateException(e.item() + " is flawed: " + e.flaw());
                    }
                    shelves.computeIfAbsent(e.shelf(), _ -> new ArrayList<>()).add(e.item());
                });
    }

    private static List<String> on(MemoryQuery<Map<String, List<String>>> query, String shelf) {
        return query.read(shelves -> List.copyOf(shelves.getOrDefault(shelf, List.of())));
    }

    /** How often an item is on the shelf that it was put on. */
    long count(MemoryQuery<Map<String, List<String>>> query, String item, String shelf) {
        return on(query, shelf).stream().filter(item::equals).count();
    }

    /** Whether nobody may see it now, as it waits behind a flaw of its own shelf. */
    boolean isBlocked(Runnable look, String shelf) {
        try {
            look.run();
            return false;
        } catch (Blocked e) {
            assertThat(e.by().key().value()).as("only what is on its own shelf is in its way").isEqualTo(shelf);
            return true;
        }
    }

    /** When it has come to the end of the log: it is what that says, but for what waits behind a flaw. */
    void check(Thence thence, DepotLog log, boolean mended) {
        var query = thence.query(items).upTo(thence.store().head());
        var parked = thence.parked(items).stream()
                .collect(Collectors.toMap(one -> one.key().value(), Parked::position));
        Predicate<DepotLog.Put> waits = put ->
                parked.getOrDefault(put.event().shelf(), DepotLog.NEVER) <= put.position();
        var expected = new TreeMap<String, List<String>>();
        log.shelves(put -> put.annulled() == DepotLog.NEVER && !waits.test(put))
                .forEach((shelf, held) -> expected.put(shelf, List.of(held.items().split(";"))));
        assertThat(query.<String>read(Map::toString)).as("parked: %s", parked).isEqualTo(expected.toString());
        parked.forEach((shelf, position) -> assertThat(log.at(position).event().flaw()).as(shelf).isNotEmpty());
        if (mended) {
            assertThat(parked).isEmpty();
        }
    }
}
