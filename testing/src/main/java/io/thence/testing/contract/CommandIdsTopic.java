// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.CommandId;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.Appended.IdReused;
import io.thence.store.Appended.Repeated;
import io.thence.store.Command;
import io.thence.store.Finished;
import io.thence.store.Remembered;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.command;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.revision;
import static org.assertj.core.api.Assertions.assertThat;

/** A command id is done once: the fourth law. */
abstract class CommandIdsTopic extends Topic {

    private static final Command PAY = command("pay-1");
    private static final Command PAY_MORE = command("pay-1", "something else");

    CommandIdsTopic(EventStoreContract contract) {
        super(contract);
    }

    private static Remembered remembered(Committed done, int events) {
        return new Remembered(PAY, done.first(), done.last(), events, Optional.empty());
    }

    @Test
    void aRepeatIsAnsweredWithTheFirstOutcomeAndWritesNothing() {
        commit(batch(event("before", ANNA)));
        var done = committed(store().append(batch(event("a", ANNA), event("b", ANNA)).of(PAY)));
        commit(batch(event("between", ANNA)));

        var answer = store().append(batch(event("a", ANNA), event("b", ANNA)).of(PAY));

        assertThat(answer).isEqualTo(new Repeated(remembered(done, 2)));
        assertThat(types(all())).containsExactly("before", "a", "b", "between");
    }

    @Test
    void aRepeatIsAnsweredAlsoWhenItsConditionFailsByNow() {
        var append = batch(event("a", ANNA)).of(PAY).on(revision(ANNA, 0));
        var done = committed(store().append(append));

        assertThat(store().append(append)).isEqualTo(new Repeated(remembered(done, 1)));
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void theSameIdWithOtherContentIsRefusedAndWritesNothing() {
        var done = committed(store().append(batch(event("a", ANNA)).of(PAY).on(revision(ANNA, 0))));

        var answer = store().append(batch(event("b", ANNA)).of(PAY_MORE));
        var alsoOnACondition = store().append(batch(event("b", ANNA)).of(PAY_MORE).on(revision(ANNA, 0)));

        assertThat(answer).isEqualTo(new IdReused(remembered(done, 1)));
        assertThat(alsoOnACondition).isEqualTo(answer);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aCommandThatCameToNothingIsRememberedAndTakesNoPosition() {
        var head = commit(batch(event("a", ANNA)));

        var done = committed(store().append(batch().of(PAY)));
        assertThat(done.first()).isEqualTo(head);
        assertThat(done.last()).isEqualTo(head);
        assertThat(store().head()).isEqualTo(head);

        commit(batch(event("b", ANNA)));
        assertThat(store().append(batch().of(PAY))).isEqualTo(new Repeated(remembered(done, 0)));
        assertThat(types(all())).containsExactly("a", "b");
    }

    @Test
    void aRefusalThatIsToBeKeptComesBackWithItsReason() {
        var head = commit(batch(event("a", ANNA)));
        committed(store().append(batch().of(PAY).refused("too poor, 🙁")));

        var expected = new Remembered(PAY, head, head, 0, Optional.of("too poor, 🙁"));
        assertThat(store().append(batch(event("b", ANNA)).of(PAY))).isEqualTo(new Repeated(expected));
        assertThat(store().remembered(PAY.id())).contains(expected);
        reopen();
        assertThat(store().remembered(PAY.id())).contains(expected);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aConflictDoesNotUseUpTheId() {
        commit(batch(event("a", ANNA)));
        conflict(store().append(batch(event("b", ANNA)).of(PAY).on(revision(ANNA, 0))));
        assertThat(store().remembered(PAY.id())).isEmpty();

        commit(batch(event("b", ANNA)).of(PAY_MORE).on(revision(ANNA, 1)));
        assertThat(types(all())).containsExactly("a", "b");
    }

    @Test
    void whatWasDoneCanBeLookedUp() {
        assertThat(store().remembered(PAY.id())).isEmpty();

        var done = committed(store().append(batch(event("a", ANNA), event("b", ANNA)).of(PAY)));

        assertThat(store().remembered(PAY.id())).contains(remembered(done, 2));
        assertThat(store().remembered(new CommandId("pay-2"))).isEmpty();
    }

    @Test
    void idsSurviveAReopening() {
        var done = committed(store().append(batch(event("a", ANNA), event("b", ANNA)).of(PAY)));
        committed(store().append(batch().of(command("nothing"))));
        reopen();

        assertThat(store().append(batch(event("a", ANNA), event("b", ANNA)).of(PAY)))
                .isEqualTo(new Repeated(remembered(done, 2)));
        assertThat(store().append(batch(event("b", ANNA)).of(PAY_MORE))).isInstanceOf(IdReused.class);
        assertThat(store().append(batch().of(command("nothing")))).isInstanceOf(Repeated.class);
        assertThat(types(all())).containsExactly("a", "b");
    }

    @Test
    void aRepeatMovesNoConsumer() {
        commit(batch(event("a", ANNA)));
        commit(Batches.with(batch(event("b", ANNA)).of(PAY), new Finished("reader", 1, 1)));

        var answer = store().append(Batches.with(batch(event("b", ANNA)).of(PAY), new Finished("reader", 1, 2)));

        assertThat(answer).isInstanceOf(Repeated.class);
        assertThat(store().checkpoint("reader").upTo()).isEqualTo(1);
    }

    @Test
    void aCommandThatIsSentManyTimesAtOnceIsDoneOnce() {
        for (int round = 0; round < 10; round++) {
            var command = command("at once " + round);
            var answers = together().run(8, _ -> () -> {
                var answer = store().append(batch(event("a", ANNA), event("b", ANNA)).of(command));
                assertThat(store().remembered(command.id())).as("answered, so durable").isPresent();
                return answer;
            });

            var done = answers.stream().filter(answer -> answer instanceof Committed).toList();
            assertThat(done).hasSize(1);
            var first = committed(done.getFirst());
            var known = new Remembered(command, first.first(), first.last(), 2, Optional.empty());
            assertThat(answers).filteredOn(answer -> !(answer instanceof Committed)).hasSize(7)
                    .allMatch(new Repeated(known)::equals);
        }
        assertThat(all()).hasSize(20);
    }

    @Test
    void ofTwoContentsUnderOneIdAtOnceOneIsDone() {
        for (int round = 0; round < 10; round++) {
            var id = "either " + round;
            var answers = together().run(6, i -> () ->
                    store().append(batch(event("by" + i % 2, ANNA)).of(command(id, "content " + i % 2))));

            assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer instanceof Repeated).hasSize(2);
            assertThat(answers).filteredOn(answer -> answer instanceof IdReused).hasSize(3);
        }
        assertThat(all()).hasSize(10);
    }

    @Test
    void aRepeatAndItsRivalAtOnceAreToldApart() {
        for (int round = 0; round < 10; round++) {
            var command = command("contended " + round);
            long revision = round;
            var answers = together().run(6, i -> () -> store().append(i % 2 == 0
                    ? batch(event("mine", ANNA)).of(command).on(revision(ANNA, revision))
                    : batch(event("theirs", ANNA)).on(revision(ANNA, revision))));

            assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
            boolean mine = answers.stream().anyMatch(answer -> answer instanceof Repeated);
            assertThat(answers).filteredOn(answer -> !(answer instanceof Committed))
                    .allMatch(answer -> isRight(answer, mine));
        }
        assertThat(all()).hasSize(10);
    }

    private static boolean isRight(Appended answer, boolean commandDone) {
        return answer instanceof Conflict || (commandDone && answer instanceof Repeated);
    }
}
