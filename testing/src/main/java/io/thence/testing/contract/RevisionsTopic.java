// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended.Committed;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.revision;
import static org.assertj.core.api.Assertions.assertThat;

/** Conditions on the number of events of a stream. */
abstract class RevisionsTopic extends Topic {

    RevisionsTopic(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void aRevisionThatHoldsLetsTheBatchIn() {
        commit(batch(event("a", ANNA)).on(revision(ANNA, 0)));
        commit(batch(event("b", ANNA), event("c", ANNA)).on(revision(ANNA, 1)));
        commit(batch(event("d", ANNA)).on(revision(ANNA, 3)));

        assertThat(types(all())).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aRevisionThatDiffersIsAConflictAndNothingIsWritten() {
        var first = commit(batch(event("a", ANNA)));

        var tooLow = conflict(store().append(batch(event("b", ANNA), event("c", ANNA)).on(revision(ANNA, 0))));
        conflict(store().append(batch(event("b", ANNA)).on(revision(ANNA, 2))));

        assertThat(tooLow.keys()).containsExactly(ANNA);
        assertThat(tooLow.at()).isEqualTo(first);
        assertThat(types(all())).containsExactly("a");
        assertThat(store().head()).isEqualTo(first);
    }

    @Test
    void anEmptyStreamHasRevisionZeroAndNoOther() {
        var answer = conflict(store().append(batch(event("a", ANNA)).on(revision(ANNA, 1))));
        assertThat(answer.keys()).containsExactly(ANNA);

        commit(batch(event("a", ANNA)).on(revision(ANNA, 0)));
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void anEventKnowsItsRevisionInItsStreamWhicheverWayItIsRead() {
        commit(batch(event("a", BERT), event("b", ANNA, BERT), event("c", BERT), event("d")));
        commit(batch(event("e", ANNA)));

        assertThat(all().stream().map(StoredEvent::revision)).containsExactly(1L, 1L, 3L, 0L, 2L);
        var anna = new Position(store().lineage(), 0);
        try (var reader = store().read(Query.keys(ANNA), anna, Direction.FORWARDS)) {
            assertThat(reader.list(9).stream().map(StoredEvent::revision)).containsExactly(1L, 2L);
        }
    }

    @Test
    void aRevisionCountsTheEventsOfItsStreamAlone() {
        commit(batch(event("a", BERT), event("b", ANNA, BERT), event("c", BERT)));

        commit(batch(event("d", ANNA)).on(revision(ANNA, 1)));
        commit(batch(event("e", BERT)).on(revision(BERT, 3)));
        assertThat(types(all())).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aKeyTellsItsRevisionAtAnyPosition() {
        var first = commit(batch(event("a", BERT), event("b", ANNA, BERT), event("c", BERT)));
        var start = new Position(store().lineage(), 0);

        assertThat(store().revision(BERT, start)).isZero();
        assertThat(store().revision(BERT, first)).isEqualTo(3);
        assertThat(store().revision(ANNA, first)).isEqualTo(1);
        commit(batch(event("d", BERT)));
        assertThat(store().revision(BERT, store().head())).isEqualTo(4);
        assertThat(store().revision(BERT, first)).isEqualTo(3);
    }

    @Test
    void aRevisionIsTheSameAfterAReopening() {
        commit(batch(event("a", ANNA), event("b", ANNA)));
        reopen();

        conflict(store().append(batch(event("c", ANNA)).on(revision(ANNA, 1))));
        commit(batch(event("c", ANNA)).on(revision(ANNA, 2)));
        assertThat(types(all())).containsExactly("a", "b", "c");
    }

    @Test
    void confirmingARevisionWritesNothingAndSeesAConflict() {
        var last = commit(batch(event("a", ANNA)));

        var held = committed(store().append(Append.confirm(revision(ANNA, 1))));
        conflict(store().append(Append.confirm(revision(ANNA, 0))));

        assertThat(held.last()).isEqualTo(last);
        assertThat(store().head()).isEqualTo(last);
        assertThat(all()).hasSize(1);
    }

    @Test
    void ofManyWritersAtOnceExactlyOneWinsEachRevision() {
        int writers = 8;
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            long revision = round;
            var answers = together().run(writers, writer -> () ->
                    store().append(batch(event("by" + writer, ANNA)).on(revision(ANNA, revision))));
            assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
        }
        assertThat(all()).hasSize(rounds);
    }

    @Test
    void writersThatReadAgainAfterAConflictAllGetThrough() {
        int writers = 8;
        int each = 5;
        together().run(writers, writer -> () -> {
            for (int i = 0; i < each; i++) {
                appendAtTheEnd("by" + writer);
            }
            return writer;
        });

        var events = all();
        assertThat(events).hasSize(writers * each);
        for (int writer = 0; writer < writers; writer++) {
            assertThat(types(events)).filteredOn(List.of("by" + writer)::contains).hasSize(each);
        }
    }

    private void appendAtTheEnd(String type) {
        while (true) {
            long revision = forwards(Batches.query(Batches.term(ANNA)), start()).size();
            if (store().append(batch(event(type, ANNA)).on(revision(ANNA, revision))) instanceof Committed) {
                return;
            }
            assertThat(store().head()).as("a conflict, so somebody has appended").isNotEqualTo(start());
        }
    }
}
