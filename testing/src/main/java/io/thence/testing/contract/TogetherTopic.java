// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.Appended.IdReused;
import io.thence.store.Appended.Repeated;
import io.thence.store.Appended.Withheld;
import io.thence.store.EventStore;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.command;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.finished;
import static io.thence.testing.contract.Batches.nothingNew;
import static io.thence.testing.contract.Batches.revision;
import static io.thence.testing.contract.Batches.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Batches that are appended together: next to each other or not at all, judged on what was there before them. */
abstract class TogetherTopic extends Topic {

    TogetherTopic(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void batchesStandNextToEachOtherInTheirOrderEachWithItsCommand() {
        commit(batch(event("before", ANNA)));
        long before = store().head().number();

        var answers = store().append(List.of(batch(event("a", ANNA), event("b", BERT)).of(command("c-1")),
                batch(event("c", ANNA)).of(command("c-2"))));
        commit(batch(event("after", ANNA)));

        assertThat(types(all())).containsExactly("before", "a", "b", "c", "after");
        assertThat(all()).extracting(StoredEvent::id).extracting(Object::toString).contains("c-1/1", "c-2/0");
        assertThat(answers).isEqualTo(List.of(new Committed(all().get(1).position(), all().get(2).position()),
                new Committed(all().get(3).position(), all().get(3).position())));
        assertThat(all().get(1).position().number()).isGreaterThan(before);
        reopen();
        assertThat(types(all())).containsExactly("before", "a", "b", "c", "after");
        assertThat(store().remembered(command("c-2").id())).isPresent();
    }

    @Test
    void noConditionSeesWhatIsAppendedWithIt() {
        var head = store().head();

        var answers = store().append(List.of(batch(event("a", ANNA)).on(nothingNew(head, term(ANNA))),
                batch(event("b", ANNA)).on(nothingNew(head, term(ANNA))),
                batch(event("c", ANNA)).on(revision(ANNA, 0))));

        assertThat(answers).hasOnlyElementsOfType(Committed.class);
        assertThat(types(all())).containsExactly("a", "b", "c");
    }

    @Test
    void whereOneConditionFailsNothingIsWritten() {
        var head = store().head();
        commit(batch(event("between", BERT)));

        var answers = store().append(List.of(batch(event("a", ANNA)).on(nothingNew(head, term(ANNA))),
                batch(event("b", ANNA)).on(nothingNew(head, term(BERT))).of(command("c-1")), batch(event("c", ANNA))));

        assertThat(answers).isEqualTo(List.of(new Withheld(),
                new Conflict(List.of(BERT), all().getFirst().position()), new Withheld()));
        assertThat(types(all())).containsExactly("between");
        assertThat(store().remembered(command("c-1").id())).isEmpty();
    }

    @Test
    void whereACommandIsKnownItsFirstOutcomeIsTheAnswerAndNothingIsWritten() {
        commit(batch(event("a", ANNA)).of(command("c-1")));

        var answers = store().append(List.of(batch(event("b", ANNA)).of(command("c-2")),
                batch(event("a", ANNA)).of(command("c-1")), batch(event("x", ANNA)).of(command("c-1", "other"))
                        .of(command("c-3")), batch(event("y", ANNA)).of(command("c-4"))));
        var reused = store().append(List.of(batch(event("x", ANNA)).of(command("c-1", "other")),
                batch(event("b", ANNA))));

        assertThat(answers).extracting(Object::getClass).isEqualTo(
                List.of(Withheld.class, Repeated.class, Withheld.class, Withheld.class));
        assertThat(reused).extracting(Object::getClass).isEqualTo(List.of(IdReused.class, Withheld.class));
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void batchesWithoutEventsAreAnsweredWithTheHeadBeforeThem() {
        commit(batch(event("before", ANNA)));
        var head = store().head();

        var answers = store().append(List.of(Append.confirm(nothingNew(head, term(BERT))),
                batch(event("a", BERT)), batch().of(command("c-1")).refused("too late"),
                Append.confirm(nothingNew(head, term(BERT)))));

        var last = all().getLast().position();
        assertThat(answers).isEqualTo(List.<Appended>of(new Committed(head, head), new Committed(last, last),
                new Committed(last, last), new Committed(last, last)));
        assertThat(store().remembered(command("c-1").id()).orElseThrow().refused()).contains("too late");
        assertThat(types(all())).containsExactly("before", "a");
    }

    @Test
    void aRepeatOfThemAllIsRecognised() {
        var batches = List.of(batch(event("a", ANNA)).of(command("c-1")), batch(event("b", ANNA)).of(command("c-2")));
        store().append(batches);

        assertThat(store().append(batches)).hasOnlyElementsOfType(Repeated.class);
        assertThat(types(all())).containsExactly("a", "b");
    }

    @Test
    void whatCannotBeJudgedTogetherIsRefused() {
        var one = batch(event("a", ANNA)).of(command("c-1"));
        var tooMany = Collections.nCopies(EventStore.TOGETHER_MAX + 1, batch(event("a", ANNA)));

        assertThatThrownBy(() -> store().append(List.of(one, one))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("c-1");
        assertThatThrownBy(() -> store().append(List.of(one, finished("reader", 1, 1)))).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> store().append(List.of(batch(Truncation.tombstone(ANNA)), one)))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> store().append(tooMany)).isInstanceOf(BadRequest.class);
        assertThat(all()).isEmpty();
    }

    @Test
    void asManyAsAreAllowedAreAppended() {
        var batches = Collections.nCopies(EventStore.TOGETHER_MAX, batch(event("a", ANNA)));

        assertThat(store().append(batches)).hasSize(EventStore.TOGETHER_MAX);
        assertThat(all()).hasSize(EventStore.TOGETHER_MAX);
    }
}
