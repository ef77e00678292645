// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.Position;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.Retention;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.testing.engine.Kept.customer;
import static io.thence.testing.engine.Kept.order;
import static org.assertj.core.api.Assertions.assertThat;

/** Revisions are what they were when the index is made anew, also of events that only another key holds. */
class RevisionsKeptTest {

    private final KeptLog log = new KeptLog();

    /** By position: ordinal of each event in its stream, as the list of all that were ever appended says. */
    private Map<Long, Long> expected(LogStore store) {
        var expected = new TreeMap<Long, Long>();
        for (var event : store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)
                .list(Integer.MAX_VALUE)) {
            long position = event.position().number();
            expected.put(position, log.kept.all.stream().filter(other -> other.position() <= position
                    && other.keys().contains(event.keys().getFirst())).count());
        }
        return expected;
    }

    private void expectRevisions(LogStore store) {
        var found = new TreeMap<Long, Long>();
        store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(Integer.MAX_VALUE)
                .forEach(event -> found.put(event.position().number(), event.revision()));
        assertThat(found).isEqualTo(expected(store));
        for (var key : List.of(order(0), order(1), order(2), customer(0), customer(1))) {
            long count = log.kept.all.stream().filter(event -> event.keys().contains(key)).count();
            assertThat(store.append(Append.confirm(new Condition.Revision(key, count))))
                    .isInstanceOf(Appended.Committed.class);
            assertThat(store.append(Append.confirm(new Condition.Revision(key, count - 1))))
                    .isInstanceOf(Appended.Conflict.class);
        }
    }

    private void expectRevisionsWithoutIndex() {
        log.disk.close();
        log.loseIndex();
        try (var store = log.open()) {
            expectRevisions(store);
        }
        log.disk.close();
        assertThat(Verify.run(log.disk, Logs.TINY, (_, _) -> {}).list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whenKeysAreTruncatedOneAfterTheOther(long round) {
        var kept = log.kept;
        try (var store = log.open()) {
            kept.append(store, log.world, 100);
            log.world.pass(Duration.ofHours(2));
            kept.append(store, log.world, 3);
            kept.floors.floor(order(0), 60).floor(order(1), 30 * round).floor(customer(0), 90);
            kept.compact(store, CompactionSettings.DEFAULT);
            expectRevisions(store);
        }
        expectRevisionsWithoutIndex();
        try (var store = log.open()) {
            kept.append(store, log.world, 40);
            log.world.pass(Duration.ofHours(2));
            kept.append(store, log.world, 3);
            kept.floors.floor(order(2), 110).floor(customer(1), 70 * round);
            assertThat(kept.compact(store, CompactionSettings.DEFAULT).progress().removed()).isPositive();
            expectRevisions(store);
        }
        expectRevisionsWithoutIndex();
    }

    /** Events of a customer go with the orders' retention, in any order. */
    @ParameterizedTest
    @ValueSource(longs = {2, 5})
    void whenStreamsAreNotRetained(long count) {
        var kept = log.kept;
        try (var store = log.open()) {
            kept.append(store, log.world, 100);
            log.world.pass(Duration.ofHours(2));
            kept.append(store, log.world, 3);
            kept.compact(store, CompactionSettings.DEFAULT.keeping(List.of(Retention.ofCount("order", count))));
            expectRevisions(store);
        }
        expectRevisionsWithoutIndex();
    }
}
