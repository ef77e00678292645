// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.DeadLetters;
import io.thence.saga.SagaEvent.Ending;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Told;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;

/**
 * Tells instances of a saga how they are to end, where their steps do not. That is an event, which the saga hears in
 * its place among all that comes to the instance: so an ask that is on its way is heard of first. It works from the log
 * alone, beside the saga and without it. From any thread.
 */
public final class SagaTelling {

    private static final Origin AT_REST = Origin.of("thence-command");

    private final EventStore store;
    private final String saga;
    private final Origin origin;

    private SagaTelling(EventStore store, String saga, Origin origin) {
        this.store = store;
        this.saga = saga;
        this.origin = origin;
    }

    /** Tells those of {@code saga}, which does not run: they hear it at its next start. */
    public static SagaTelling atRest(EventStore store, String saga) {
        return new SagaTelling(store, saga, AT_REST);
    }

    /** Tells those of {@code saga}, which runs. */
    static SagaTelling running(EventStore store, String saga) {
        return new SagaTelling(store, saga, Origin.of(saga));
    }

    /**
     * Has an instance undo what was accepted, as a step that compensates does: it goes on until that has come to its
     * end. Of one that does so already what is left to be undone is tried again. What it waits for to be mended is
     * passed over.
     *
     * @param instance the value of the saga's key, as it is filed
     * @param by       who says so
     * @param why      the reason, which is stored in clear
     * @throws BadRequest if no instance has begun for it, or it has come to its end
     */
    public void compensate(String instance, String by, String why) {
        tell(instance, Ending.COMPENSATE, by, why);
    }

    /**
     * Has an instance come to its end as it is: nothing more is sent, and nothing is undone. What it waits for to be
     * mended is passed over.
     *
     * @param instance the value of the saga's key, as it is filed
     * @param by       who says so
     * @param why      the reason, which is stored in clear
     * @throws BadRequest if no instance has begun for it, or it has come to its end
     */
    public void end(String instance, String by, String why) {
        tell(instance, Ending.END, by, why);
    }

    private void tell(String instance, Ending end, String by, String why) {
        io.thence.processor.Told.check(by, why);
        var last = last(instance).orElseThrow(() -> new BadRequest("no instance of saga '" + saga + "' has begun for '"
                + instance + "': 'thence sagas " + saga + "' lists those that go on"));
        var moved = (Moved) SagaEvent.read(last).orElseThrow();
        if (moved.status().isEnd()) {
            throw new BadRequest(instance + " of saga '" + saga + "' has come to its end already, it is "
                    + moved.status());
        }
        var told = new Told(saga, moved.key(), instance, end, by, why);
        var of = new Origin(origin.source(), last.origin().correlation(), Optional.of(last.id().text()),
                last.origin().trace(), last.origin().tenant());
        switch (store.append(Append.of(List.of(told.stored(last.version())), of))) {
            case Appended.Committed(var first, _) ->
                passOver(new KeyValue(moved.key(), instance), first.number(), by, why);
            case Appended.Tombstoned(var key, _) -> throw new BadRequest(key + " was closed for good by a tombstone:"
                    + " saga '" + saga + "' hears nothing of it any more, and its instance stays as it is");
            case Appended other -> throw new AssertionError("on no condition, but " + other);
        }
    }

    private Optional<StoredEvent> last(String instance) {
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        var steps = new Query(List.of(new Query.Term(SagaEvent.MOVED, List.of(SagaEvent.stream(saga, instance)))));
        try (var reader = store.read(steps, end, Direction.BACKWARDS)) {
            return reader.next();
        }
    }

    /**
     * Else what was told at position {@code told} would queue behind it. What it has failed on is looked at again when
     * it comes to its end. What comes of what was told is not passed over, also where it fails in just this moment; nor
     * is what somebody else has just told what is to be done about.
     */
    private void passOver(KeyValue key, long told, String by, String why) {
        var letters = DeadLetters.atRest(store, saga);
        letters.list().stream().filter(letter -> letter.key().equals(key) && letter.position() < told)
                .map(DeadLetter::position).forEach(position -> letters.discardAt(key, position, by, why));
    }
}
