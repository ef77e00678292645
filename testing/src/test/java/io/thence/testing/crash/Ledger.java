// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.Durability;
import java.util.BitSet;
import java.util.List;

/** What is known of a store while it runs: what it has taken, what of that is safe, what may be removed. */
final class Ledger {

    private Model model = new Model();
    private List<Append> candidates = List.of();
    private int durable;
    private int written;
    private long head;
    private boolean removing;

    Model model() {
        return model;
    }

    /** The batches that are there, and those that are on their way, in their order. */
    List<Append> candidates() {
        return candidates;
    }

    /** How many batches are known to survive whatever comes. */
    int durable() {
        return durable;
    }

    /** What a crash at this moment must leave. */
    Expected expected(boolean betrayed) {
        return new Expected(candidates, betrayed ? 0 : durable, model.gone(), removing, betrayed);
    }

    /** What the next process must find, if the power has not failed. */
    Expected left(boolean betrayed) {
        return expected(betrayed).least(betrayed ? 0 : written);
    }

    /** These are on their way. */
    void expect(List<Append> appends) {
        var next = Model.of(model.batches(), model.gone());
        for (var append : appends) {
            if (append.writes() && next.judge(append) instanceof Appended.Committed) {
                next.take(append);
            }
        }
        candidates = next.batches();
    }

    /** All that was on its way has come to an end. */
    void settle() {
        candidates = model.batches();
    }

    /** Takes an answer in, which must be the right one. */
    void take(Append append, Appended got) {
        var right = model.judge(append);
        StoreCheck.demand(Model.anywhere(got).equals(right) || isOlderThanRemoval(append, got, right),
                "an append came to " + got + " instead of ", right + ": " + append);
        if (append.writes() && got instanceof Appended.Committed) {
            model.take(append);
        }
        written = model.batches().size();
        durable = append.answered() == Durability.FLUSHED ? written : durable;
    }

    /** While a compaction runs, it may have removed more than is known. */
    private boolean isOlderThanRemoval(Append append, Appended got, Appended right) {
        return removing && got instanceof Appended.Conflict(var keys, var at) && keys.isEmpty()
                && append.condition() instanceof Condition.NothingNew(_, var after) && after.number() < at.number()
                && model.mayGo(at.number())
                && !(right instanceof Appended.Repeated || right instanceof Appended.IdReused);
    }

    /** Nobody knows whether it is there. */
    void takeUnknown(Append append) {
        if (append.writes() && model.judge(append) instanceof Appended.Committed) {
            model.take(append);
        }
    }

    /** What was seen stays: all up to the head is safe, and the head does not go back. */
    void lookAt(long now) {
        long least = model.batches().subList(0, durable).stream().mapToLong(batch -> batch.events().size()).sum();
        StoreCheck.demand(now >= Math.max(least, head) && now <= model.events().size(),
                "the head is " + now + ", before it was " + head + ", safe are " + least + " events of ",
                model.events().size());
        head = now;
        long count = 0;
        for (int n = 0; n < model.batches().size() && count < now; n++) {
            count += model.batches().get(n).events().size();
            durable = Math.max(durable, n + 1);
        }
    }

    /** A compaction has begun. */
    void removing() {
        removing = true;
    }

    boolean isRemoving() {
        return removing;
    }

    /** Looks which events are gone; {@code over} says that no compaction runs any more. */
    void lookForRemoved(LogStore store, boolean over) {
        lookAt(store.head().number());
        var gone = new StoreCheck(store).gone(new Expected(model.batches().subList(0, durable), 0, model.gone(),
                removing, false));
        model.gone().or(gone);
        removing &= !over;
    }

    /** Closed in order: all is safe. */
    void closed() {
        written = model.batches().size();
        durable = written;
    }

    /** A store was opened, and has this. */
    void opened(Model found, LogStore store) {
        model = found;
        candidates = model.batches();
        durable = model.batches().size();
        written = durable;
        head = store.head().number();
        removing = false;
    }

    /** The highest position that a compaction could remove now. */
    long mayGoUpTo() {
        var all = new BitSet();
        for (int position = 1; position <= model.events().size(); position++) {
            all.set(position, model.mayGo(position));
        }
        return all.length() - 1L;
    }
}
