// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Floors of keys: what readers by a key see, what goes, what conflicts; over openings, with the index and without. */
class TruncationTest {

    private static final KeyValue ANNA = KeyValue.parse("account/anna");
    private static final KeyValue BERT = KeyValue.parse("account/bert");
    private static final LogSettings SETTINGS = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    private final HandWorld world = new HandWorld(1);
    private final MemoryDisk disk = new MemoryDisk();
    private LogStore store = open();

    private LogStore open() {
        return LogStore.open(world, disk, SETTINGS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        disk.close();
        store = open();
    }

    private void reopenWithoutIndex() {
        store.close();
        disk.close();
        disk.list("index").forEach(file -> disk.delete("index/" + file));
        store = open();
    }

    private static NewEvent event(String type, KeyValue... keys) {
        return NewEvent.of(type, 1, List.of(keys), ("{\"type\":\"" + type + "\",\"padding\":\"" + "x".repeat(100)
                + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private Position append(NewEvent... events) {
        return ((Appended.Committed) store.append(Append.of(List.of(events), Origin.of("test")))).last();
    }

    private List<String> types(Query query, Direction direction) {
        long from = direction == Direction.FORWARDS ? 0 : Long.MAX_VALUE >>> 17;
        return store.read(query, new Position(store.lineage(), from), direction).list(1_000).stream()
                .map(StoredEvent::type).toList();
    }

    private void assertSeen(Query query, String... types) {
        assertThat(types(query, Direction.FORWARDS)).containsExactly(types);
        assertThat(types(query, Direction.BACKWARDS).reversed()).containsExactly(types);
        assertThat(store.subscribe(query, new Position(store.lineage(), 0)).poll(1_000, 1 << 20).events().stream()
                .map(StoredEvent::type)).containsExactly(types);
    }

    private void compact() {
        world.pass(Duration.ofSeconds(1));
        var compaction = store.compact(AT_ONCE);
        assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
        assertThat(compaction.progress().failure()).isEmpty();
    }

    /** Fills the segment, so that the next batch is in another. */
    private void roll() {
        append(Stream.generate(() -> event("filler")).limit(8).toArray(NewEvent[]::new));
        append(event("filler"));
    }

    @Test
    void whoReadsByTheKeySeesNothingBelowItsFloor() {
        append(event("a", ANNA));
        append(event("b", ANNA, BERT));
        var third = append(event("c", ANNA));
        append(Truncation.before(ANNA, third));
        for (int life = 0; life < 3; life++) {
            assertSeen(Query.keys(ANNA), "c", "thence.truncated");
            assertSeen(Query.keys(BERT), "b");
            assertSeen(Query.keys(ANNA, BERT));
            assertThat(types(Query.ALL, Direction.FORWARDS)).startsWith("a", "b", "c");
            if (life == 0) {
                reopen();
            } else {
                reopenWithoutIndex();
            }
        }
    }

    /** Also when the index has the higher floor in files, and the lower one in memory. */
    @Test
    void aLowerFloorChangesNothing() {
        append(event("a", ANNA), event("b", ANNA));
        append(Truncation.before(ANNA, append(event("c", ANNA))));
        reopenWithoutIndex();
        reopen();
        append(Truncation.before(ANNA, new Position(store.lineage(), 2)));
        for (int life = 0; life < 2; life++) {
            assertSeen(Query.keys(ANNA), "c", "thence.truncated", "thence.truncated");
            reopen();
        }
    }

    @Test
    void revisionsGoOn() {
        append(event("a", ANNA), event("b", ANNA));
        append(Truncation.all(ANNA));
        roll();
        compact();
        for (int life = 0; life < 2; life++) {
            var last = append(event("c", ANNA));
            var events = store.read(Query.keys(ANNA), new Position(store.lineage(), 0), Direction.FORWARDS).list(10);
            assertThat(events.getFirst().revision()).isEqualTo(3);
            assertThat(events.getLast().position()).isEqualTo(last);
            assertThat(events.getLast().revision()).isEqualTo(4 + life);
            assertThat(store.append(Append.confirm(new Condition.Revision(ANNA, 4 + life))))
                    .isInstanceOf(Appended.Committed.class);
            reopenWithoutIndex();
        }
    }

    @Test
    void theBooksAreClosedInOneBatch() {
        append(event("a", ANNA), event("b", ANNA));
        append(Truncation.all(ANNA), event("summary", ANNA));
        append(event("c", ANNA));
        assertSeen(Query.keys(ANNA), "thence.truncated", "summary", "c");
    }

    @Test
    void whatIsBelowAllItsFloorsGoesWithTheNextCompaction() {
        append(event("a", ANNA), event("both", ANNA, BERT));
        append(Truncation.all(ANNA));
        roll();
        compact();
        assertThat(types(Query.ALL, Direction.FORWARDS)).startsWith("both", "thence.truncated");
        append(Truncation.all(BERT));
        roll();
        compact();
        assertThat(types(Query.ALL, Direction.FORWARDS)).startsWith("thence.truncated");
        reopenWithoutIndex();
        assertSeen(Query.keys(ANNA), "thence.truncated");
        assertSeen(Query.keys(BERT), "thence.truncated");
    }

    @Test
    void aTruncationConflictsWithOlderConditionsOnItsKey() {
        var seen = append(event("a", ANNA), event("b", BERT));
        append(Truncation.all(ANNA));
        var onAnna = Condition.nothingNew(List.of(new Query.Term(Set.of("other"), List.of(ANNA))), seen);
        var onBert = Condition.nothingNew(List.of(new Query.Term(Set.of(), List.of(BERT))), seen);
        assertThat(store.append(Append.confirm(onAnna))).isInstanceOf(Appended.Conflict.class);
        assertThat(store.append(Append.confirm(onBert))).isInstanceOf(Appended.Committed.class);
    }

    @Test
    void aConditionThatIsOlderThanARemovalConflicts() {
        var seen = append(event("a", BERT));
        append(event("removed", ANNA));
        append(Truncation.all(ANNA));
        roll();
        var onTypes = Condition.nothingNew(List.of(new Query.Term(Set.of("removed"), List.of())), seen);
        assertThat(store.append(Append.confirm(onTypes))).isInstanceOf(Appended.Conflict.class);
        compact();
        assertThat(store.append(Append.confirm(onTypes))).isInstanceOf(Appended.Conflict.class);
        reopenWithoutIndex();
        assertThat(store.append(Append.confirm(onTypes))).isInstanceOf(Appended.Conflict.class);
    }

    @Test
    void nothingIsFiledUnderATombstone() {
        append(event("a", ANNA));
        append(Truncation.tombstone(ANNA));
        for (int life = 0; life < 3; life++) {
            assertThat(store.append(Append.of(List.of(event("b", BERT, ANNA)), Origin.of("test"))))
                    .isInstanceOfSatisfying(Appended.Tombstoned.class, is -> assertThat(is.key()).isEqualTo(ANNA));
            append(event("b", BERT));
            assertSeen(Query.keys(ANNA), "thence.tombstoned");
            if (life == 0) {
                roll();
                compact();
                reopen();
            } else {
                reopenWithoutIndex();
            }
        }
    }
}
