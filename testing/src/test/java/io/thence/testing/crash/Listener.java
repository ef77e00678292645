// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.Position;
import io.thence.log.LogStore;
import io.thence.store.Query;
import io.thence.store.Subscription;
import java.util.List;

/** A subscription and what it should give out next. */
final class Listener {

    private final LogStore store;
    private final Query query;
    private final Subscription subscription;
    private long upTo;

    private Listener(LogStore store, Query query, Position after) {
        this.store = store;
        this.query = query;
        subscription = store.subscribe(query, after);
        upTo = after.number();
    }

    static Listener of(LogStore store, Model model, long seed) {
        var wishes = new Wishes(seed, model, store.lineage());
        return new Listener(store, wishes.chance(3) ? Query.ALL : wishes.query(), wishes.position());
    }

    void poll(Model model, long seed) {
        int most = 1 + (int) (seed & 7);
        long head = store.head().number();
        var expected = model.find(query, upTo, head);
        var found = subscription.poll(most, 1 << 20);
        var numbers = found.events().stream().map(event -> event.position().number()).toList();
        // What was read ahead before it was removed may still come.
        var stay = numbers.stream().filter(number -> !model.isGone(number)).toList();
        StoreCheck.demand(stay.equals(expected.subList(0, Math.min(stay.size(), expected.size())))
                && (numbers.size() == most || stay.size() == expected.size()) && ascend(numbers)
                && Model.of(model.batches()).find(query, upTo, head).containsAll(numbers),
                "a subscription gives out ", numbers + " where " + expected + " are next");
        found.events().forEach(event -> StoreCheck.equal(event, event.position().number(), model));
        StoreCheck.demand(found.upTo().number() <= Math.max(head, upTo) && found.upTo().number() >= upTo
                && (!found.caughtUp() || found.upTo().number() >= head), "a subscription is at ", found.upTo());
        upTo = found.upTo().number();
    }

    private static boolean ascend(List<Long> numbers) {
        return numbers.stream().sorted().distinct().toList().equals(numbers);
    }
}
