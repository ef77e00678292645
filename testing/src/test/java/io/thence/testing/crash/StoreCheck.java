// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.CommandId;
import io.thence.Position;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.disk.FaultyDisk;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Holds a store against a model. */
final class StoreCheck {

    private final LogStore store;

    StoreCheck(LogStore store) {
        this.store = store;
    }

    /**
     * What an opened store has: the first batches, as wholes, and nothing else; and what was removed may have been.
     *
     * @return it, as a model
     */
    Model prefix(Expected expected) {
        var found = events();
        var batches = expected.batches();
        long head = store.head().number();
        int n = 0;
        int count = 0;
        for (; n < batches.size() && isThere(batches.get(n), count, head); n++) {
            count += batches.get(n).events().size();
        }
        demand(n >= expected.least(), "acknowledged batches are lost: " + n + " are there of at least "
                + expected.least() + "; the next is ", n < batches.size() ? batches.get(n) : "none");
        demand(head == count, "events that nobody appended, or a part of a batch: the head is ", head + " of " + count);
        var model = Model.of(batches.subList(0, n), removed(found, expected, n));
        found.forEach(event -> equal(event, event.position().number(), model));
        for (var batch : batches) {
            batch.command().ifPresent(command -> demand(
                    store.remembered(command.id()).map(Model::anywhere)
                            .equals(Optional.ofNullable(model.commands().get(command.id().text()))),
                    "what is remembered of a command is wrong: ", store.remembered(command.id())));
        }
        checkpoints(model);
        return model;
    }

    /** Which events are not there, all of which may have been removed. */
    private BitSet removed(List<StoredEvent> found, Expected expected, int n) {
        var gone = new BitSet();
        gone.set(1, (int) store.head().number() + 1);
        long last = 0;
        for (var event : found) {
            demand(event.position().number() > last, "out of order, or twice: ", event);
            last = event.position().number();
            gone.clear((int) last);
        }
        var back = (BitSet) expected.gone().clone();
        back.andNot(gone);
        demand(back.isEmpty() || expected.betrayed(), "removed events are there again: ", back);
        var rules = Model.of(expected.batches().subList(0, expected.betrayed() ? expected.batches().size() : n));
        gone.stream().filter(position -> !expected.gone().get(position)).forEach(position -> demand(
                expected.removing() && rules.mayGo(position), "an event is missing: ", position));
        return gone;
    }

    /** Whether a batch is there that comes after {@code before} events. */
    private boolean isThere(Append batch, int before, long head) {
        if (!batch.events().isEmpty()) {
            return before + batch.events().size() <= head;
        }
        return batch.command().map(command -> store.remembered(command.id()).isPresent()).orElseGet(() ->
                batch.finished().stream().allMatch(word -> store.checkpoint(word.consumer()).upTo() >= word.upTo()));
    }

    private List<StoredEvent> events() {
        return store.read(Query.ALL, position(0), Direction.FORWARDS).list(Integer.MAX_VALUE);
    }

    /** Which events are gone now, of those up to the head. */
    BitSet gone(Expected expected) {
        return removed(events(), expected, expected.batches().size());
    }

    private Position position(long number) {
        return new Position(store.lineage(), number);
    }

    static void equal(StoredEvent found, long number, Model model) {
        var event = model.events().get((int) number - 1);
        boolean same = found.position().number() == number && found.type().equals(event.event().type())
                && found.version() == event.event().version() && found.keys().equals(event.event().keys())
                && Arrays.equals(found.data(), event.event().data())
                && event.id().map(found.id()::equals).orElse(true);
        demand(same, "position " + number + " has another event: ", found + " instead of " + event);
    }

    private void checkpoints(Model model) {
        for (var consumer : Wishes.CONSUMERS) {
            demand(store.checkpoint(consumer).equals(model.checkpoint(consumer)), "a wrong checkpoint of " + consumer
                    + ": ", store.checkpoint(consumer));
        }
    }

    /** Reads by chance, up to the store's head. */
    void look(Model model, Wishes wishes) {
        long head = store.head().number();
        var query = wishes.chance(8) ? Query.ALL : wishes.query();
        long from = wishes.chance(2) ? 0 : wishes.position().number();
        var forwards = model.find(query, from, head);
        compare(store.read(query, position(from), Direction.FORWARDS).list(Integer.MAX_VALUE), forwards, model);
        var backwards = model.find(query, 0, head).stream().filter(number -> from == 0 || number < from).toList()
                .reversed();
        compare(store.read(query, position(from == 0 ? head + 1 : from), Direction.BACKWARDS)
                .list(Integer.MAX_VALUE), backwards, model);
        var commands = List.copyOf(model.commands().values());
        if (!commands.isEmpty()) {
            var known = commands.get(wishes.number(commands.size()));
            var found = store.remembered(new CommandId(known.command().id().text()));
            demand(known.last().number() > head || known.events() == 0
                    || found.map(Model::anywhere).equals(Optional.of(known)), "a command is not remembered: ", known);
        }
    }

    private static void compare(List<StoredEvent> found, List<Long> numbers, Model model) {
        var got = found.stream().map(event -> event.position().number()).toList();
        demand(got.equals(numbers), "a query finds ", got + " instead of " + numbers);
        for (var event : found) {
            equal(event, event.position().number(), model);
        }
        if (!found.isEmpty()) {
            revision(found.getLast(), model);
        }
    }

    /** Below the floor of its stream an event's revision may count too high, since some that were counted are gone. */
    private static void revision(StoredEvent event, Model model) {
        long number = event.position().number();
        var stream = event.keys().stream().findFirst();
        long revision = stream.map(key -> model.ordinal(key, number)).orElse(0L);
        boolean exact = stream.map(key -> number >= model.floor(key, Long.MAX_VALUE)).orElse(true);
        demand(exact ? event.revision() == revision : event.revision() >= revision, "a wrong revision: "
                + event.revision() + " instead of " + revision + " for ", event);
    }

    /** All files are in order, unless the disk has told no truth. */
    static void verify(FaultyDisk disk, boolean betrayed) {
        var report = Verify.run(disk, Trial.SETTINGS, (_, _) -> {});
        demand(report.isGood() || betrayed, "verify calls a sound log damaged: ", report.list());
    }

    static void demand(boolean holds, String what, Object detail) {
        if (!holds) {
            throw new AssertionError(what + detail);
        }
    }
}
