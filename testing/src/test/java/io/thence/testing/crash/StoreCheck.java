// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.CommandId;
import io.thence.Position;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Holds a store against a model. */
final class StoreCheck {

    private final LogStore store;

    StoreCheck(LogStore store) {
        this.store = store;
    }

    /**
     * How many of {@code batches} an opened store has: the first ones, at least {@code floor} of them, as wholes, and
     * nothing else.
     */
    int prefix(List<Append> batches, int floor) {
        var events = events();
        int n = 0;
        int count = 0;
        for (; n < batches.size() && isThere(batches.get(n), count, events.size()); n++) {
            count += batches.get(n).events().size();
        }
        demand(n >= floor, "acknowledged batches are lost: " + n + " are there of at least " + floor + "; the next is ",
                n < batches.size() ? batches.get(n) : "none");
        var model = Model.of(batches.subList(0, n));
        equal(events, model);
        for (var batch : batches) {
            batch.command().ifPresent(command -> demand(
                    store.remembered(command.id()).map(Model::anywhere)
                            .equals(Optional.ofNullable(model.commands().get(command.id().text()))),
                    "what is remembered of a command is wrong: ", store.remembered(command.id())));
        }
        checkpoints(model);
        return n;
    }

    /** Whether a batch is there that comes after {@code before} events. */
    private boolean isThere(Append batch, int before, int events) {
        if (!batch.events().isEmpty()) {
            return before + batch.events().size() <= events;
        }
        return batch.command().map(command -> store.remembered(command.id()).isPresent()).orElseGet(() ->
                batch.finished().stream().allMatch(word -> store.checkpoint(word.consumer()).upTo() >= word.upTo()));
    }

    private List<StoredEvent> events() {
        return store.read(Query.ALL, position(0), Direction.FORWARDS).list(Integer.MAX_VALUE);
    }

    private Position position(long number) {
        return new Position(store.lineage(), number);
    }

    private static void equal(List<StoredEvent> found, Model model) {
        demand(found.size() == model.events().size(), "events that nobody appended, or a part of a batch: ",
                found.size() + " are there of " + model.events().size());
        for (int i = 0; i < found.size(); i++) {
            equal(found.get(i), i + 1, model);
        }
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
        var backwards = model.find(query, 0, Math.min(head, from == 0 ? head : from - 1)).reversed();
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
            var last = found.getLast();
            long revision = last.keys().isEmpty() ? 0 : model.find(Query.keys(last.keys().getFirst()), 0,
                    last.position().number()).size();
            demand(last.revision() == revision, "a wrong revision: " + last.revision() + " instead of " + revision
                    + " for ", last);
        }
    }

    static void demand(boolean holds, String what, Object detail) {
        if (!holds) {
            throw new AssertionError(what + detail);
        }
    }
}
