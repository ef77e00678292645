// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.Position;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.store.Subscription.Found;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.key;
import static io.thence.testing.contract.Batches.ofTypes;
import static io.thence.testing.contract.Batches.query;
import static io.thence.testing.contract.Batches.term;
import static org.assertj.core.api.Assertions.assertThat;

/** Readings without end, from history to live. */
abstract class SubscriptionsTopic extends Topic {

    private static final int MANY = 1_000;
    private static final long BYTES = 1 << 20;

    SubscriptionsTopic(EventStoreContract contract) {
        super(contract);
    }

    /** Polls until it has caught up. */
    private static List<StoredEvent> drain(Subscription subscription) {
        var events = new ArrayList<StoredEvent>();
        Found found;
        do {
            found = subscription.poll(MANY, BYTES);
            events.addAll(found.events());
        } while (!found.caughtUp());
        return events;
    }

    /** Polls, and waits where there is nothing, until it has {@code count} events. */
    private List<StoredEvent> await(Subscription subscription, int count) {
        var world = new SystemWorld();
        var signal = new Signal();
        subscription.wake(signal);
        var events = new ArrayList<StoredEvent>();
        while (events.size() < count) {
            var found = subscription.poll(7, BYTES);
            events.addAll(found.events());
            if (found.caughtUp() && events.size() < count) {
                assertThat(world.await(signal, patience())).as("woken for more than %s", events.size()).isTrue();
            }
        }
        return events;
    }

    @Test
    void eventsComeInTheOrderOfPositions() {
        commit(batch(event("a", ANNA), event("b", BERT), event("c", ANNA)));
        commit(batch(event("d", BERT), event("e", ANNA)));

        var events = drain(store().subscribe(Query.ALL, start()));

        assertThat(types(events)).containsExactly("a", "b", "c", "d", "e");
        assertEqual(events, all());
    }

    @Test
    void aSubscriptionBeginsAfterItsPosition() {
        commit(batch(event("a", ANNA), event("b", ANNA)));
        var second = commit(batch(event("c", ANNA)));
        commit(batch(event("d", ANNA)));

        assertThat(types(drain(store().subscribe(Query.ALL, all().getFirst().position()))))
                .containsExactly("b", "c", "d");
        assertThat(types(drain(store().subscribe(Query.ALL, second)))).containsExactly("d");
    }

    @Test
    void nothingIsLostOrRepeatedOnGoingLive() {
        commit(batch(event("history", ANNA), event("history", BERT)));
        var subscription = store().subscribe(Query.ALL, start());
        var events = new ArrayList<>(drain(subscription));
        for (int i = 0; i < 5; i++) {
            commit(batch(event("live" + i, ANNA)));
            events.addAll(drain(subscription));
        }

        assertThat(types(events)).containsExactly("history", "history", "live0", "live1", "live2", "live3", "live4");
    }

    @Test
    void nothingIsLostOrRepeatedWhileOthersAppend() {
        for (int i = 0; i < 20; i++) {
            commit(batch(event("history", ANNA), event("history", BERT)));
        }
        int writers = 4;
        var reading = together().start(() -> await(store().subscribe(Query.ALL, start()), 40 + writers * 60));
        together().run(writers, writer -> () -> {
            for (int i = 0; i < 30; i++) {
                commit(batch(event("live", key("writer", writer)), event("live", key("writer", writer))));
            }
            return writer;
        });

        assertThat(numbers(together().result(reading))).hasSize(280).isEqualTo(numbers(all()));
    }

    @Test
    void aPollThatFindsAllSaysThatItHasCaughtUpWithTheHead() {
        var last = commit(batch(event("a", ANNA), event("b", ANNA)));
        var subscription = store().subscribe(Query.ALL, start());

        assertThat(drain(subscription)).hasSize(2);
        var nothing = subscription.poll(MANY, BYTES);
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.caughtUp()).isTrue();
        assertThat(nothing.upTo()).isEqualTo(last);

        var next = commit(batch(event("c", ANNA)));
        var found = subscription.poll(MANY, BYTES);
        assertThat(types(found.events())).containsExactly("c");
        assertThat(found.upTo()).isEqualTo(next);
    }

    @Test
    void aPollKeepsToItsLimitOfEvents() {
        commit(batch(event("a", ANNA), event("b", ANNA), event("c", ANNA)));
        var subscription = store().subscribe(Query.ALL, start());

        var first = subscription.poll(2, BYTES);
        assertThat(types(first.events())).containsExactly("a", "b");
        assertThat(first.caughtUp()).isFalse();
        assertThat(first.upTo()).isEqualTo(first.events().getLast().position());
        assertThat(types(subscription.poll(2, BYTES).events())).containsExactly("c");
    }

    @Test
    void aPollStopsOnceItHasAsManyBytesAsWereAskedForButGivesOneEventAtLeast() {
        commit(batch(event("a", ANNA), event("b", ANNA), event("c", ANNA)));
        var subscription = store().subscribe(Query.ALL, start());

        assertThat(types(subscription.poll(MANY, 1).events())).containsExactly("a");
        assertThat(types(subscription.poll(MANY, 1).events())).containsExactly("b");
    }

    @Test
    void whatDoesNotMatchIsPassedOverAndFinished() {
        commit(batch(event("wanted", ANNA), event("other", ANNA)));
        commit(batch(event("other", BERT)));
        var last = commit(batch(event("wanted", BERT), event("other", ANNA)));
        var byType = store().subscribe(ofTypes("wanted"), start());
        var byBoth = store().subscribe(query(term("wanted", BERT), term("unheard")), start());

        assertThat(types(drain(byType))).containsExactly("wanted", "wanted");
        assertThat(drain(byBoth)).singleElement().satisfies(e -> assertThat(e.keys()).containsExactly(BERT));
        assertThat(byType.poll(MANY, BYTES).upTo()).isEqualTo(last);

        var unwanted = commit(batch(event("other", ANNA)));
        var found = byType.poll(MANY, BYTES);
        assertThat(found.events()).isEmpty();
        assertThat(found.caughtUp()).isTrue();
        assertThat(found.upTo()).isEqualTo(unwanted);
    }

    @Test
    void anAppendRaisesTheSignal() {
        var subscription = store().subscribe(Query.ALL, start());
        var signal = new Signal();
        subscription.wake(signal);
        drain(subscription);
        signal.lower();

        commit(batch(event("a", ANNA)));

        assertThat(new SystemWorld().await(signal, patience())).isTrue();
        assertThat(types(drain(subscription))).containsExactly("a");
    }

    @Test
    void aSignalIsRaisedForWhatCameBeforeItWasAskedFor() {
        var subscription = store().subscribe(Query.ALL, start());
        drain(subscription);
        commit(batch(event("a", ANNA)));
        var signal = new Signal();

        subscription.wake(signal);

        assertThat(new SystemWorld().await(signal, patience())).isTrue();
        assertThat(types(drain(subscription))).containsExactly("a");
    }

    @Test
    void subscriptionsGoTheirOwnWays() {
        commit(batch(event("a", ANNA), event("b", BERT)));
        var one = store().subscribe(Query.ALL, start());
        var other = store().subscribe(query(term(BERT)), start());
        var closed = store().subscribe(Query.ALL, start());
        assertThat(types(one.poll(1, BYTES).events())).containsExactly("a");
        closed.close();
        commit(batch(event("c", BERT)));

        assertThat(types(drain(one))).containsExactly("b", "c");
        assertThat(types(drain(other))).containsExactly("b", "c");
        one.close();
        commit(batch(event("d", BERT)));
        assertThat(types(drain(other))).containsExactly("d");
    }

    @Test
    void manySubscriptionsAtOnceAllGetEverything() {
        int readers = 4;
        var reading = new ArrayList<FutureTask<List<StoredEvent>>>();
        for (int i = 0; i < readers; i++) {
            reading.add(together().start(() -> await(store().subscribe(Query.ALL, start()), 100)));
        }
        Position last = start();
        for (int i = 0; i < 50; i++) {
            last = commit(batch(event("a", ANNA), event("b", BERT)));
        }

        var expected = numbers(all());
        assertThat(expected).hasSize(100).last().isEqualTo(last.number());
        assertThat(reading).allSatisfy(task -> assertThat(numbers(together().result(task))).isEqualTo(expected));
    }
}
