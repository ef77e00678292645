// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.Projection;
import io.thence.event.Keying;
import io.thence.testing.sim.DepotLog.Put;
import io.thence.testing.sim.DepotLog.Shelf;
import io.thence.view.ViewQuery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of a depot's projection at one moment, with what they say themselves of how far they have come: one query
 * asks for all of it, so none of it is newer than the rest.
 *
 * @param lanes   the positions that the lanes have come to
 * @param parked  where the shelves that wait have stopped
 * @param anew    the shelves that are just being built anew
 * @param passed  positions of what was passed over since it is annulled further on
 * @param shelves the rows
 */
record DepotTables(Map<Long, Long> lanes, Map<String, Long> parked, Set<String> anew, Set<Long> passed,
        Map<String, Shelf> shelves) {

    private static final String ALL = """
            select 'lane' as kind, '' as name, '' as items, lane as n, position as m from thence_checkpoint
            union all select 'parked', key_value, failure, 0, position from thence_parked
            union all select 'passed', '', '', lane, position from thence_annulled
            union all select 'shelf', s.shelf, s.items, coalesce(c.items, 0), s.pieces
              from shelves s left join counts c on c.shelf = s.shelf
              where s.items <> '' or c.items <> 0 or s.pieces <> 0
            """;

    private record Line(String kind, String name, String items, long n, long m) {}

    static DepotTables read(ViewQuery query) {
        var tables = new DepotTables(new HashMap<>(), new TreeMap<>(), new HashSet<>(), new HashSet<>(),
                new TreeMap<>());
        query.list(ALL, row -> new Line(row.text("kind"), row.text("name"), row.text("items"), row.number("n"),
                row.number("m"))).forEach(tables::take);
        return tables;
    }

    private void take(Line line) {
        switch (line.kind()) {
            case "lane" -> lanes.put(line.n(), line.m());
            case "parked" -> {
                parked.put(line.name(), line.m());
                if (line.items().equals(Parked.ANEW)) {
                    anew.add(line.name());
                }
            }
            case "passed" -> passed.add(line.m());
            default -> shelves.put(line.name(), new Shelf(line.items(), line.n(), line.m()));
        }
    }

    /** What is on a shelf. */
    List<String> items(String shelf) {
        var found = shelves.get(shelf);
        return found == null || found.items().isEmpty() ? List.of() : List.of(found.items().split(";"));
    }

    /** They are what the log says, as far as they have come. */
    void checkAgainst(DepotLog log, Projection projection) {
        assertThat(shelves).as("%s, %s", projection.name(), this).isEqualTo(log.shelves(this::has));
    }

    private boolean has(Put put) {
        long upTo = lanes.get((long) Keying.lane(new KeyValue("shelf", put.event().shelf()), lanes.size()));
        return put.position() <= upTo && put.annulled() > upTo && !waits(put) && !passed.contains(put.position());
    }

    private boolean waits(Put put) {
        return parked.getOrDefault(put.event().shelf(), DepotLog.NEVER) <= put.position();
    }

    /** They have everything, but for what waits behind a flaw. */
    void checkEverything(DepotLog log, Projection projection) {
        assertThat(anew).isEmpty();
        parked.forEach((shelf, position) -> {
            var first = log.at(position);
            assertThat(first.event().shelf()).isEqualTo(shelf);
            assertThat(first.event().flaw()).as("%s, why %s waits", projection.name(), first).isNotEmpty();
            assertThat(first.annulled()).as("%s, why %s waits", projection.name(), first).isEqualTo(DepotLog.NEVER);
        });
        assertThat(shelves).as("%s, %s", projection.name(), this)
                .isEqualTo(log.shelves(put -> put.annulled() == DepotLog.NEVER && !waits(put)));
    }
}
