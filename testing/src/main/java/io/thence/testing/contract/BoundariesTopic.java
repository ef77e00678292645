// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.KeyValue;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Appended.Committed;
import io.thence.store.Appended.Conflict;
import io.thence.store.Query;
import io.thence.store.Query.Term;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.BRANCH;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.key;
import static io.thence.testing.contract.Batches.nothingNew;
import static io.thence.testing.contract.Batches.term;
import static org.assertj.core.api.Assertions.assertThat;

/** Conditions that nothing which a query matches has come after a position: the third law. */
abstract class BoundariesTopic extends Topic {

    private static final long SEED = 20_111_209;

    BoundariesTopic(EventStoreContract contract) {
        super(contract);
    }

    /** What has no reason to be refused: an exact store lets it in; another may not, and has then written nothing. */
    private void commitUnlessCoarse(Append append) {
        var before = store().head();
        Appended answer = store().append(append);
        if (can(Capability.EXACT_CONDITIONS) || answer instanceof Committed) {
            committed(answer);
            assertThat(store().head()).isGreaterThanOrEqualTo(before);
        } else {
            conflict(answer);
            assertThat(store().head()).isEqualTo(before);
        }
    }

    @Test
    void anEventThatMatchesAfterThePositionIsAConflictAndNothingIsWritten() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        var match = commit(batch(event("meanwhile", ANNA)));

        var answer = conflict(store().append(batch(event("a", ANNA), event("b", BERT))
                .on(nothingNew(decided, term(ANNA)))));

        assertThat(answer.keys()).containsExactly(ANNA);
        assertThat(answer.at()).isEqualTo(match);
        assertThat(types(all())).containsExactly("before", "meanwhile");
    }

    @Test
    void theEventAtThePositionItselfIsNoConflict() {
        var decided = commit(batch(event("before", ANNA), event("before", ANNA)));

        commit(batch(event("a", ANNA)).on(nothingNew(decided, term(ANNA))));
        assertThat(types(all())).containsExactly("before", "before", "a");
    }

    @Test
    void anEventOfOtherKeysIsNoConflict() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        commit(batch(event("meanwhile", BERT)));

        commitUnlessCoarse(batch(event("a", ANNA)).on(nothingNew(decided, term(ANNA))));
        assertThat(types(all())).startsWith("before", "meanwhile");
    }

    @Test
    void aTermOfSeveralKeysConflictsOnlyWithWhatIsFiledUnderAllOfThem() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        commit(batch(event("one", ANNA), event("other", BRANCH)));

        commitUnlessCoarse(batch(event("a", BERT)).on(nothingNew(decided, term(ANNA, BRANCH))));

        commit(batch(event("both", BERT, BRANCH, ANNA)));
        var answer = conflict(store().append(batch(event("b", ANNA)).on(nothingNew(decided, term(ANNA, BRANCH)))));
        assertThat(answer.keys()).containsExactlyInAnyOrder(ANNA, BRANCH);
    }

    @Test
    void aTermWithTypesConflictsOnlyWithThem() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        commit(batch(event("renamed", ANNA), event("paid", BERT)));

        commitUnlessCoarse(batch(event("a", BERT)).on(nothingNew(decided, term("paid", ANNA))));

        commit(batch(event("paid", ANNA)));
        conflict(store().append(batch(event("b", ANNA)).on(nothingNew(decided, term("paid", ANNA)))));
    }

    @Test
    void aTermOfATypeAloneConflictsUnderEveryKey() {
        commit(batch(event("paid", ANNA)));
        var decided = store().head();
        commit(batch(event("a", ANNA)).on(nothingNew(decided, term("paid"))));

        commit(batch(event("paid", BERT)));
        conflict(store().append(batch(event("b", ANNA)).on(nothingNew(decided, term("paid")))));
        assertThat(types(all())).containsExactly("paid", "a", "paid");
    }

    @Test
    void oneOfSeveralTermsIsEnoughForAConflict() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        var match = commit(batch(event("meanwhile", BRANCH)));

        var answer = conflict(store().append(batch(event("a", ANNA))
                .on(nothingNew(decided, term(ANNA), term(BERT), term(BRANCH)))));
        assertThat(answer.keys()).containsExactly(BRANCH);
        assertThat(answer.at()).isEqualTo(match);
    }

    @Test
    void aConditionFromTheStartDemandsThatNothingWasEverThere() {
        commit(batch(event("a", ANNA)).on(nothingNew(start(), term(ANNA))));
        conflict(store().append(batch(event("b", ANNA)).on(nothingNew(start(), term(ANNA)))));
        commit(batch(event("c", BERT)).on(nothingNew(start(), term(BERT))));

        assertThat(types(all())).containsExactly("a", "c");
    }

    @Test
    void confirmingABoundaryWritesNothingAndSeesAConflict() {
        var decided = commit(batch(event("a", ANNA)));
        var held = committed(store().append(Append.confirm(nothingNew(decided, term(ANNA)))));
        assertThat(held.last()).isEqualTo(decided);

        var match = commit(batch(event("b", ANNA)));
        conflict(store().append(Append.confirm(nothingNew(decided, term(ANNA)))));

        assertThat(store().head()).isEqualTo(match);
        assertThat(types(all())).containsExactly("a", "b");
    }

    @Test
    void aConflictIsSeenAcrossAReopening() {
        commit(batch(event("before", ANNA)));
        var decided = store().head();
        commit(batch(event("meanwhile", ANNA)));
        reopen();

        conflict(store().append(batch(event("a", ANNA)).on(nothingNew(decided, term(ANNA)))));
        assertThat(types(all())).containsExactly("before", "meanwhile");
    }

    @Test
    void ofManyDecisionsOnOneBoundaryExactlyOneGetsThrough() {
        commit(batch(event("before", BRANCH)));
        for (int round = 0; round < 20; round++) {
            var decided = store().head();
            var answers = together().run(8, writer -> () -> store().append(batch(event("by" + writer, BRANCH,
                    key("account", writer))).on(nothingNew(decided, term(BRANCH), term(key("account", writer))))));
            assertThat(answers).filteredOn(answer -> answer instanceof Committed).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer instanceof Conflict).hasSize(7);
        }
        assertThat(all()).hasSize(21);
    }

    @Test
    void noConditionMissesWhatANaiveCheckFinds() {
        var random = new Random(SEED);
        var events = new ArrayList<StoredEvent>();
        for (int i = 0; i < 300; i++) {
            var after = events.isEmpty() ? start() : events.get(random.nextInt(events.size())).position();
            var terms = List.of(randomTerm(random), randomTerm(random));
            boolean violated = events.stream().filter(e -> e.position().compareTo(after) > 0)
                    .anyMatch(e -> terms.stream().anyMatch(term -> term.matches(e.type(), e.keys())));

            var answer = store().append(batch(event("type" + random.nextInt(3), randomKeys(random)))
                    .on(nothingNew(after, terms.toArray(Term[]::new))));

            if (violated || can(Capability.EXACT_CONDITIONS)) {
                assertThat(answer).as("%s after %s", terms, after)
                        .isInstanceOf(violated ? Conflict.class : Committed.class);
            }
            if (answer instanceof Committed) {
                events.addAll(forwards(Query.ALL, events.isEmpty() ? start()
                        : events.getLast().position()));
            }
        }
        assertThat(events).hasSizeGreaterThan(10);
    }

    private static Term randomTerm(Random random) {
        Set<String> types = random.nextBoolean() ? Set.of() : Set.of("type" + random.nextInt(3));
        return new Term(types, List.of(randomKeys(random)));
    }

    private static KeyValue[] randomKeys(Random random) {
        var one = key("k", random.nextInt(12));
        return random.nextInt(3) > 0 ? new KeyValue[] {one} : new KeyValue[] {one, key("m", random.nextInt(3))};
    }
}
