// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.key;
import static io.thence.testing.contract.Batches.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Batches, their order, their positions and their limits. */
abstract class AppendingTopic extends Topic {

    AppendingTopic(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void aBatchIsReadBackInItsOrder() {
        commit(batch(event("a", ANNA), event("b", BERT), event("c", ANNA)));

        assertThat(types(all())).containsExactly("a", "b", "c");
    }

    @Test
    void batchesAreReadBackInTheOrderOfTheirAppends() {
        for (int i = 0; i < 20; i++) {
            commit(batch(event("first" + i, ANNA), event("second" + i, BERT)));
        }

        assertThat(types(all())).hasSize(40).startsWith("first0", "second0", "first1").endsWith("first19", "second19");
    }

    @Test
    void theAnswerNamesThePositionsOfTheFirstAndTheLastEvent() {
        commit(batch(event("before", ANNA)));
        var answer = committed(store().append(batch(event("a", ANNA), event("b", ANNA), event("c", ANNA))));

        var events = all();
        assertThat(events).hasSize(4);
        assertThat(answer.first()).isEqualTo(events.get(1).position());
        assertThat(answer.last()).isEqualTo(events.get(3).position());
    }

    @Test
    void positionsAscendAndAreOfThisLog() {
        for (int i = 0; i < 10; i++) {
            commit(batch(event("a", ANNA), event("b", ANNA)));
        }

        var events = all();
        assertThat(events).hasSize(20)
                .allSatisfy(event -> assertThat(event.position().lineage()).isEqualTo(store().lineage()));
        assertThat(numbers(events)).isSorted().doesNotHaveDuplicates();
        assertThat(numbers(events).getFirst()).isPositive();
        if (can(Capability.DENSE_POSITIONS)) {
            assertThat(numbers(events).getLast() - numbers(events).getFirst()).isEqualTo(19);
        }
    }

    @Test
    void theHeadIsThePositionOfTheLastEvent() {
        assertThat(store().head()).isEqualTo(start());

        var last = commit(batch(event("a", ANNA), event("b", ANNA)));

        assertThat(store().head()).isEqualTo(last).isGreaterThan(start());
    }

    @Test
    void aBatchOfNothingIsAnsweredWithTheHeadAndWritesNothing() {
        var last = commit(batch(event("a", ANNA)));

        var answer = committed(store().append(batch()));

        assertThat(answer.first()).isEqualTo(last);
        assertThat(answer.last()).isEqualTo(last);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aBatchOfManyEventsIsWhole() {
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < 3_000; i++) {
            events.add(event("counted" + i % 7, key("number", i), ANNA));
        }
        commit(batch(event("before", ANNA)));
        commit(batch(events));
        commit(batch(event("after", ANNA)));

        assertThat(all()).hasSize(3_002);
        assertThat(types(forwards(Batches.query(Batches.term(key("number", 2_999))), start())))
                .containsExactly("counted" + 2_999 % 7);
        assertThat(forwards(Batches.query(Batches.term(ANNA)), start())).hasSize(3_002);
    }

    @Test
    void aBatchOfLargeEventsIsWhole() {
        var large = "x".repeat(300_000);
        commit(batch(large("large", large + 1), large("large", large + 2)));
        commit(batch(event("small", ANNA)));

        var events = all();
        assertThat(types(events)).containsExactly("large", "large", "small");
        assertThat(events.get(1).data()).isEqualTo(utf8(large + 2));
    }

    private static NewEvent large(String type, String data) {
        return NewEvent.of(type, 1, List.of(ANNA), utf8(data));
    }

    @Test
    void aBatchOfTooManyEventsIsRefusedAndWritesNothing() {
        commit(batch(event("a", ANNA)));
        var tooMany = Collections.nCopies(Append.EVENTS_MAX + 1, event("b"));

        assertThatThrownBy(() -> store().append(batch(tooMany))).isInstanceOf(BadRequest.class);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aBatchOfTooManyBytesIsRefusedAndWritesNothing() {
        commit(batch(event("a", ANNA)));
        var tooLarge = NewEvent.of("b", 1, List.of(ANNA), new byte[Append.BYTES_MAX + 1]);

        assertThatThrownBy(() -> store().append(batch(tooLarge))).isInstanceOf(BadRequest.class);
        assertThat(types(all())).containsExactly("a");
    }

    @Test
    void aTextOfAnyLengthIsStoredWholeOrRefused() {
        commit(batch(event("a", ANNA)));
        var longText = "long".repeat(20_000);
        boolean refused = false;
        try {
            commit(Append.of(List.of(event("b", ANNA)), Origin.of("contract").correlatedBy(longText)));
        } catch (BadRequest _) {
            refused = true;
        }
        commit(batch(event("c", ANNA)));

        reopen();
        var events = all();
        assertThat(types(events)).isEqualTo(refused ? List.of("a", "c") : List.of("a", "b", "c"));
        if (!refused) {
            assertThat(events.get(1).origin().correlation()).contains(longText);
        }
    }

    @Test
    void appendsAtTheSameTimeAreAllThereAndEachInOnePiece() {
        int writers = 16;
        together().run(writers, writer -> () -> {
            for (int i = 0; i < 10; i++) {
                commit(batch(event("head", key("writer", writer)), event("tail", key("writer", writer))));
            }
            return writer;
        });

        var events = all();
        assertThat(events).hasSize(writers * 20);
        for (int i = 0; i < events.size(); i += 2) {
            assertThat(types(events.subList(i, i + 2))).containsExactly("head", "tail");
            assertThat(events.get(i).keys()).isEqualTo(events.get(i + 1).keys());
        }
        assertThat(backwards(Query.ALL, store().head())).hasSize(writers * 20 - 1);
    }
}
