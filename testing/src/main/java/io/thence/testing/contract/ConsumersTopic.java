// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Fenced;
import io.thence.store.Checkpoint;
import io.thence.store.Finished;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.finished;
import static io.thence.testing.contract.Batches.revision;
import static io.thence.testing.contract.Batches.with;
import static org.assertj.core.api.Assertions.assertThat;

/** What consumers have finished, and who may say so. */
abstract class ConsumersTopic extends Topic {

    private static final String READER = "reader";

    ConsumersTopic(EventStoreContract contract) {
        super(contract);
    }

    private Checkpoint checkpoint() {
        return store().checkpoint(READER);
    }

    @Test
    void aConsumerHasFinishedNothingUntilItSaysSo() {
        assertThat(checkpoint()).isEqualTo(Checkpoint.NONE);

        commit(finished(READER, 1, 5));

        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 5));
        assertThat(store().checkpoint("another")).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void itsWordsAddUp() {
        commit(finished(READER, 1, 5));
        commit(finished(READER, 1, 6));
        commit(finished(READER, 3, 9));

        assertThat(checkpoint()).isEqualTo(new Checkpoint(3, 9));
    }

    @Test
    void anOlderTokenIsRefused() {
        commit(finished(READER, 2, 5));

        var answer = store().append(finished(READER, 1, 9));

        assertThat(answer).isEqualTo(new Fenced(new Finished(READER, 1, 9), new Checkpoint(2, 5)));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(2, 5));
    }

    @Test
    void aPositionThatIsFinishedAlreadyIsRefused() {
        commit(finished(READER, 1, 5));

        assertThat(store().append(finished(READER, 1, 5))).isInstanceOf(Fenced.class);
        assertThat(store().append(finished(READER, 1, 4))).isInstanceOf(Fenced.class);
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 5));
    }

    @Test
    void aHigherTokenTakesTheConsumerOver() {
        commit(finished(READER, 1, 5));

        commit(finished(READER, 2, 5));

        assertThat(checkpoint()).isEqualTo(new Checkpoint(2, 5));
        assertThat(store().append(finished(READER, 1, 9))).isInstanceOf(Fenced.class);
        assertThat(store().append(finished(READER, 2, 5))).as("only once").isInstanceOf(Fenced.class);
        assertThat(store().append(finished(READER, 3, 4))).as("it takes nothing back").isInstanceOf(Fenced.class);
    }

    @Test
    void aPositionThatIsLeftOpenIsNotFinished() {
        commit(finished(READER, 1, 9, 3L, 7L));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 9, List.of(3L, 7L)));

        commit(finished(READER, 1, 12, 7L, 11L));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 12, List.of(7L, 11L)));

        commit(finished(READER, 1, 12, 11L));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 12, List.of(11L)));
        commit(finished(READER, 1, 12));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 12));
    }

    @Test
    void aPositionThatIsFinishedIsNotOpenedAgain() {
        commit(finished(READER, 1, 9, 7L));

        assertThat(store().append(finished(READER, 1, 12, 3L, 7L))).isInstanceOf(Fenced.class);
        assertThat(store().append(finished(READER, 2, 12, 3L))).isInstanceOf(Fenced.class);
        assertThat(store().append(finished(READER, 1, 9, 7L))).as("nothing new").isInstanceOf(Fenced.class);
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 9, List.of(7L)));
    }

    @Test
    void aWordAloneTakesNoPosition() {
        var head = commit(batch(event("a", ANNA)));

        assertThat(commit(finished(READER, 1, 1))).isEqualTo(head);

        assertThat(store().head()).isEqualTo(head);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void eventsAndTheWordForThemAreOneBatch() {
        commit(with(batch(event("a", ANNA)), new Finished(READER, 1, 1)));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 1));

        var fenced = store().append(with(batch(event("again", ANNA)), new Finished(READER, 1, 1)));

        assertThat(fenced).isInstanceOf(Fenced.class);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aConflictMovesNoConsumer() {
        commit(batch(event("a", ANNA)));

        conflict(store().append(with(batch(event("b", ANNA)).on(revision(ANNA, 0)), new Finished(READER, 1, 1))));

        assertThat(checkpoint()).isEqualTo(Checkpoint.NONE);
        commit(finished(READER, 1, 1));
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 1));
    }

    @Test
    void oneWordThatIsRefusedRefusesThemAll() {
        commit(finished(READER, 1, 5));

        var answer = store().append(with(batch(event("a", ANNA)), new Finished("another", 1, 5),
                new Finished(READER, 1, 5)));

        assertThat(answer).isInstanceOf(Fenced.class);
        assertThat(store().checkpoint("another")).isEqualTo(Checkpoint.NONE);
        assertThat(all()).isEmpty();
        commit(with(batch(), new Finished("another", 1, 5), new Finished(READER, 1, 6)));
        assertThat(store().checkpoint("another")).isEqualTo(new Checkpoint(1, 5));
    }

    @Test
    void wordsSurviveAReopening() {
        commit(batch(event("a", ANNA)));
        commit(finished(READER, 1, 1));
        commit(finished("another", 7, 3));
        commit(finished(READER, 2, 4, 2L, 3L));
        reopen();

        assertThat(checkpoint()).isEqualTo(new Checkpoint(2, 4, List.of(2L, 3L)));
        assertThat(store().checkpoint("another")).isEqualTo(new Checkpoint(7, 3));
        assertThat(store().append(finished(READER, 1, 9))).isInstanceOf(Fenced.class);
    }

    @Test
    void ofManyThatFinishOnePositionAtOnceExactlyOneIsHeard() {
        for (int round = 1; round <= 10; round++) {
            long position = round;
            var answers = together().run(6, i -> () ->
                    store().append(with(batch(event("by" + i, ANNA)), new Finished(READER, 1, position))));
            assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer instanceof Fenced).hasSize(5);
        }
        assertThat(all()).hasSize(10);
        assertThat(checkpoint()).isEqualTo(new Checkpoint(1, 10));
    }
}
