// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.linear;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.testing.linear.Linearizability.Call;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What concurrent callers of a store see is what one caller after the other could have seen. */
class LinearizabilityTest {

    private static final int CALLERS = 4;
    private static final int CALLS = 10;
    private static final int KEYS = 2;
    private static final int HISTORIES = Integer.getInteger("thence.linear.histories", 150);

    /** So small that the index is sealed, and the log rolled, in the middle of a history. */
    private static final LogSettings SMALL = new LogSettings(1_024, 512, 1_024, 8, 16, 512, 16);

    @Test
    void concurrentAppendsAndReadsAreLinearizable() throws Exception {
        int conflicts = 0;
        for (int i = 0; i < HISTORIES; i++) {
            var history = record(i);
            conflicts += (int) history.stream().filter(call -> call instanceof Call.Append a && a.position() == 0)
                    .count();
            assertThat(Linearizability.holds(history)).as("seed %s: %s", i, history).isTrue();
        }
        assertThat(conflicts).as("callers that were in each other's way").isGreaterThan(HISTORIES);
    }

    private static List<Call> record(long seed) throws Exception {
        try (var store = LogStore.open(new SystemWorld(), new MemoryDisk(), SMALL);
                var pool = Executors.newFixedThreadPool(CALLERS)) {
            var start = new CyclicBarrier(CALLERS);
            var callers = new ArrayList<Callable<List<Call>>>();
            for (int i = 0; i < CALLERS; i++) {
                var random = new SplittableRandom(seed * CALLERS + i);
                callers.add(() -> {
                    start.await();
                    return calls(store, random);
                });
            }
            var history = new ArrayList<Call>();
            for (Future<List<Call>> calls : pool.invokeAll(callers)) {
                history.addAll(calls.get());
            }
            return history;
        }
    }

    private static List<Call> calls(LogStore store, SplittableRandom random) {
        var calls = new ArrayList<Call>();
        var seen = new int[KEYS];
        for (int i = 0; i < CALLS; i++) {
            int key = random.nextInt(KEYS);
            var name = new KeyValue("key", "k" + key);
            long begin = System.nanoTime();
            if (random.nextInt(3) == 0) {
                var found = store.read(Query.keys(name), new Position(store.lineage(), 0), Direction.FORWARDS)
                        .list(1_000).stream().map(event -> event.position().number()).toList();
                calls.add(new Call.Read(begin, System.nanoTime(), key, found));
                seen[key] = found.size();
            } else {
                var event = NewEvent.of("t", 1, List.of(name), "{}".getBytes(StandardCharsets.UTF_8));
                var answer = store.append(Append.of(List.of(event), Origin.of(""))
                        .on(new Condition.Revision(name, seen[key])));
                long position = answer instanceof Appended.Committed(_, var last) ? last.number() : 0;
                calls.add(new Call.Append(begin, System.nanoTime(), key, seen[key], position));
                seen[key] += 1;
            }
        }
        return calls;
    }

    @Test
    void plantedViolationsAreFound() {
        var first = new Call.Append(0, 10, 0, 0, 1);
        assertThat(Linearizability.holds(List.of(first, new Call.Read(5, 20, 0, List.of())))).isTrue();
        assertThat(Linearizability.holds(List.of(first, new Call.Read(11, 20, 0, List.of()))))
                .as("a read that misses what was answered before").isFalse();
        assertThat(Linearizability.holds(List.of(first, new Call.Append(5, 20, 0, 0, 2))))
                .as("two appends on one revision").isFalse();
        assertThat(Linearizability.holds(List.of(first, new Call.Append(0, 10, 1, 0, 1))))
                .as("one position twice").isFalse();
        assertThat(Linearizability.holds(List.of(new Call.Append(0, 10, 0, 0, 0))))
                .as("a conflict with nothing").isFalse();
        assertThat(Linearizability.holds(List.of(first, new Call.Read(2, 3, 0, List.of(1L)),
                new Call.Read(4, 5, 0, List.of())))).as("seen, and then not").isFalse();
        assertThat(Linearizability.holds(List.of(new Call.Append(0, 10, 0, 0, 2), new Call.Append(11, 20, 1, 0, 1))))
                .as("a later append at an earlier position").isFalse();
    }

    /** Each read of real histories is made to miss its last position: that is found where it was answered before. */
    @Test
    void aRealHistoryWithAReadThatLiesIsRefused() throws Exception {
        int refused = 0;
        for (int seed = 0; seed < 10; seed++) {
            var history = record(seed);
            for (int i = 0; i < history.size(); i++) {
                if (history.get(i) instanceof Call.Read(long begin, long end, int key, var positions)
                        && positions.size() > 1) {
                    var changed = new ArrayList<>(history);
                    changed.set(i, new Call.Read(begin, end, key, positions.subList(1, positions.size())));
                    assertThat(Linearizability.holds(changed)).isFalse();
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(10);
    }
}
