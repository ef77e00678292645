// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.Stopped;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.query;
import static io.thence.testing.contract.Batches.revision;
import static io.thence.testing.contract.Batches.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Closing, opening again, and what threads do meanwhile. */
abstract class LivesTopic extends Topic {

    LivesTopic(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void everythingSurvivesAReopening() {
        for (int i = 0; i < 30; i++) {
            commit(batch(event("first" + i, ANNA), event("second" + i, BERT)));
        }
        commit(batch(event("last", BERT)));
        var events = all();
        var head = store().head();
        assertThat(events).hasSize(61);
        reopen();

        assertEqual(all(), events);
        assertThat(store().head()).isEqualTo(head);
        assertThat(types(forwards(query(term(BERT)), start()))).hasSize(31).endsWith("last");
    }

    @Test
    void theLineageIsTheSameAfterAReopening() {
        var lineage = store().lineage();
        var last = commit(batch(event("a", ANNA)));
        reopen();

        assertThat(store().lineage()).isEqualTo(lineage);
        commit(batch(event("b", ANNA)));
        assertThat(types(forwards(Query.ALL, last))).containsExactly("b");
    }

    @Test
    void appendsGoOnWhereTheyEnded() {
        var positions = new ArrayList<Position>();
        for (int life = 0; life < 4; life++) {
            positions.add(commit(batch(event("life" + life, ANNA)).on(revision(ANNA, life))));
            reopen();
        }

        assertThat(positions).isSorted().doesNotHaveDuplicates();
        assertThat(all()).hasSize(4).extracting(e -> e.position()).isEqualTo(positions);
    }

    @Test
    void reopeningWithoutAnAppendChangesNothing() {
        commit(batch(event("a", ANNA)));
        var events = all();
        assertThat(events).hasSize(1);
        reopen();
        reopen();
        reopen();

        assertEqual(all(), events);
        commit(batch(event("b", ANNA)).on(revision(ANNA, 1)));
    }

    @Test
    void aClosedStoreRefusesAppends() {
        commit(batch(event("a", ANNA)));
        store().close();

        assertThatThrownBy(() -> store().append(batch(event("b", ANNA)))).isInstanceOf(Stopped.class);
        reopen();
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void closingTwiceIsClosingOnce() {
        commit(batch(event("a", ANNA)));
        store().close();
        store().close();
        reopen();

        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void anAppendThatMeetsTheClosingIsDoneOrRefused() {
        int writers = 6;
        var begun = new CountDownLatch(writers);
        var closed = new AtomicBoolean();
        var running = new ArrayList<FutureTask<Integer>>();
        var closing = store();
        for (int i = 0; i < writers; i++) {
            var type = "by" + i;
            running.add(together().start(() -> {
                int done = 0;
                try {
                    while (true) {
                        boolean late = closed.get();
                        committed(closing.append(batch(event(type, ANNA))));
                        assertThat(late).as("appended after the store was closed").isFalse();
                        done++;
                        begun.countDown();
                    }
                } catch (Stopped _) {
                    return done;
                }
            }));
        }
        together().result(together().start(() -> {
            begun.await();
            return true;
        }));
        closing.close();
        closed.set(true);
        var done = running.stream().map(task -> together().result(task)).toList();
        reopen();

        var types = types(all());
        for (int i = 0; i < writers; i++) {
            assertThat(types).filteredOn(("by" + i)::equals).hasSize(done.get(i));
        }
    }

    @Test
    void anInterruptedCallerHarmsNobodyElse() {
        commit(batch(event("a", ANNA)));
        together().result(together().start(() -> {
            Thread.currentThread().interrupt();
            try {
                all();
                store().append(batch(event("b", ANNA)));
            } catch (ThenceException _) {
                // Its own calls may fail; that is its own affair.
            }
            return Thread.interrupted();
        }));

        commit(batch(event("c", ANNA)));
        assertThat(types(all())).startsWith("a").endsWith("c");
    }
}
