// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Stamp;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import io.thence.store.StoredType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.BRANCH;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.command;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.key;
import static io.thence.testing.contract.Batches.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** What is in an event comes back, each field for itself, also after a reopening. */
abstract class FieldsTopic extends Topic {

    FieldsTopic(EventStoreContract contract) {
        super(contract);
    }

    private StoredEvent only() {
        var before = all();
        assertThat(before).hasSize(1);
        reopen();
        var after = all();
        assertEqual(after, before);
        return after.getFirst();
    }

    @Test
    void typeAndVersionComeBack() {
        commit(batch(NewEvent.of("account.geöffnet", 65_535, List.of(ANNA), utf8("{}"))));

        assertThat(only().type()).isEqualTo("account.geöffnet");
        assertThat(only().version()).isEqualTo(65_535);
    }

    @Test
    void typesAreKnownWithTheirHighestVersions() {
        commit(batch(NewEvent.of("opened", 2, List.of(ANNA), utf8("{}")), event("closed")));
        commit(batch(NewEvent.of("opened", 3, List.of(ANNA), utf8("{}"))));
        commit(batch(event("opened", ANNA)));

        var types = List.of(new StoredType("opened", 3), new StoredType("closed", 1));
        assertThat(store().types()).containsExactlyInAnyOrderElementsOf(types);
        reopen();
        assertThat(store().types()).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void keysComeBackInTheirOrder() {
        var keys = List.of(BRANCH, ANNA, key("account", "ÄÖ/漢字/🙂"), key("account", " "), BERT);
        commit(batch(NewEvent.of("a", 1, keys, utf8("{}"))));

        assertThat(only().keys()).isEqualTo(keys);
    }

    @Test
    void anEventWithoutKeysIsStored() {
        commit(batch(event("a")));

        assertThat(only().keys()).isEmpty();
    }

    @Test
    void dataComeBackByteForByte() {
        var data = utf8("{\"text\":\"Grüße, 漢字, 🙂, \\u0000 and \\\"quotes\\\"\"}");
        commit(batch(NewEvent.of("a", 1, List.of(ANNA), data)));

        assertThat(only().data()).isEqualTo(data);
    }

    @Test
    void dataMayBeEmpty() {
        commit(batch(NewEvent.of("a", 1, List.of(ANNA), new byte[0])));

        assertThat(only().data()).isEmpty();
    }

    @Test
    void everyPartOfTheOriginComesBack() {
        var origin = Origin.of("urn:shop").correlatedBy("order 7").causedBy("pay-1")
                .tracedBy("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").tenant("märz");
        commit(Append.of(List.of(event("a", ANNA)), origin));

        assertThat(only().origin()).isEqualTo(origin);
    }

    @Test
    void partsThatTheOriginLacksAreLackingAfterwards() {
        commit(Append.of(List.of(event("a", ANNA)), Origin.of("").causedBy("pay-1")));

        assertThat(only().origin()).isEqualTo(Origin.of("").causedBy("pay-1"));
    }

    @Test
    void theTimeOfAnEventComesBack() {
        var time = Instant.parse("1993-12-31T23:59:59.000000001Z");
        commit(batch(event("a", ANNA).at(time)));

        assertThat(only().occurred()).contains(time);
        assertThat(only().time()).isEqualTo(time);
    }

    @Test
    void anEventWithoutATimeHappenedWhenItWasAppended() {
        commit(batch(event("a", ANNA), event("b", ANNA).at(Instant.EPOCH)));

        assertThat(all().getFirst().occurred()).isEmpty();
        assertThat(all().getFirst().time()).isEqualTo(all().getFirst().stamp().instant());
        assertThat(all().getLast().time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void eventsOfACommandAreNumberedUnderItsId() {
        commit(batch(event("a", ANNA), event("b", ANNA)).of(command("pay-1")));

        assertThat(all()).extracting(StoredEvent::id)
                .containsExactly(new EventId("pay-1/0"), new CommandId("pay-1").event(1));
    }

    @Test
    void anEventThatCameWithAnIdKeepsIt() {
        var own = new EventId("elsewhere/42");
        commit(batch(event("a", ANNA), event("b", ANNA).identified(own),
                event("c", ANNA)).of(command("pay-1")));

        assertThat(all()).extracting(StoredEvent::id)
                .containsExactly(new EventId("pay-1/0"), own, new EventId("pay-1/2"));
    }

    @Test
    void anEventIsFoundByItsId() {
        var own = new EventId("elsewhere/42");
        assertThat(store().find(own)).isEmpty();
        commit(batch(event("a", ANNA), event("b", ANNA)).of(command("pay-1")));
        commit(batch(event("c", ANNA).identified(own), event("d", ANNA).identified(new EventId("pay-1/7"))));
        reopen();

        assertThat(store().find(new EventId("pay-1/1")).map(StoredEvent::type)).contains("b");
        assertThat(store().find(own).map(StoredEvent::type)).contains("c");
        assertThat(store().find(new EventId("pay-1/7")).map(StoredEvent::type)).contains("d");
        assertThat(store().find(new EventId("pay-1/2"))).isEmpty();
        assertThat(store().find(new EventId("pay-2/0"))).isEmpty();
    }

    @Test
    void anEventThatCameWithNoneGetsOneOfItsOwn() {
        commit(batch(event("a", ANNA), event("b", ANNA)));
        commit(batch(event("a", ANNA)));

        var ids = all().stream().map(StoredEvent::id).toList();
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        reopen();
        assertThat(all()).extracting(StoredEvent::id).isEqualTo(ids);
    }

    @Test
    void aStampIsGreaterThanThatOfItsCause() {
        commit(batch(event("a", ANNA)));
        var now = all().getFirst().stamp();
        var cause = new Stamp(now.millis() + 30_000, 9);
        commit(batch(event("b", ANNA)).causedAt(cause));
        reopen();
        commit(batch(event("c", ANNA)));

        assertThat(all().get(1).stamp()).isGreaterThan(cause);
        assertThat(all().get(2).stamp()).isGreaterThan(all().get(1).stamp());
    }

    @Test
    void stampsAscendFromBatchToBatch() {
        for (int i = 0; i < 50; i++) {
            commit(batch(event("a", ANNA)));
        }
        reopen();
        commit(batch(event("a", ANNA)));

        var stamps = all().stream().map(StoredEvent::stamp).toList();
        assertThat(stamps).hasSize(51).isSorted().doesNotHaveDuplicates();
    }
}
