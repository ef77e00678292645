// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Cases;
import io.thence.Position;
import io.thence.Projection;
import io.thence.StoreProjection;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Annulments;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which events may be annulled that a projection reads: those that it can undo, or all, if it may be built anew. */
public final class Following {

    private final Projection projection;
    private final Set<String> lasting = new HashSet<>();
    private final Set<String> types = new HashSet<>();

    /**
     * Checks that all projections of {@code application}, and older ones beside them, can follow the annulment of some
     * events, and that of two which are read as one both are annulled.
     */
    public static Consumer<List<StoredEvent>> all(Application application, Ports ports) {
        var codec = ports.codec();
        var following = application.projections().stream()
                .flatMap(projection -> Stream.concat(Stream.of(projection), projection.swapping().older().stream()))
                .map(projection -> new Following(projection, codec)).toList();
        return events -> {
            for (var event : events) {
                following.forEach(each -> each.check(event, ports.store()));
                application.storeProjections().forEach(projection -> refuse(projection, event, codec));
                codec.companion(event).ifPresent(other -> refuseAlone(event, other, events, ports.store()));
            }
        };
    }

    private static void refuseAlone(StoredEvent event, StoredEvent other, List<StoredEvent> events, EventStore store) {
        if (events.stream().noneMatch(one -> one.number() == other.number())
                && Annulments.of(store, other.number()).isEmpty()) {
            throw new BadRequest("event " + event.id() + " (" + event.type() + ") cannot be annulled alone: it is read"
                    + " as one with event " + other.id() + " (" + other.type() + "): annul both together");
        }
    }

    private static void refuse(StoreProjection projection, StoredEvent event, EventCodec codec) {
        if (projection.reads().stream().anyMatch(type -> codec.names(type).contains(event.type()))) {
            throw new BadRequest("event " + event.id() + " (" + event.type() + ") cannot be annulled: projection '"
                    + projection.name() + "' reads it, and a store of the application's own cannot be told: append an"
                    + " event that undoes it");
        }
    }

    /** What {@code projection} says of the types of {@code codec}. */
    Following(Projection projection, EventCodec codec) {
        this.projection = projection;
        var undone = new HashSet<Class<?>>();
        projection.annulling().undoings().forEach(undoing -> undone.addAll(Cases.of(undoing.type())));
        for (var clause : projection.clauses()) {
            for (var record : Cases.of(clause.type())) {
                types.addAll(codec.names(record));
                if (!undone.contains(record)) {
                    lasting.addAll(codec.names(record));
                }
            }
        }
    }

    /** Whether it can undo all that events do that are stored under the name {@code type}. */
    boolean undoes(String type) {
        return !lasting.contains(type);
    }

    /**
     * Checks that the projection can follow the annulment of an event, and lose nothing else by it.
     *
     * @throws BadRequest if it cannot
     */
    private void check(StoredEvent event, EventStore store) {
        if (undoes(event.type())) {
            return;
        }
        if (!projection.annulling().rebuilt()) {
            throw new BadRequest("event " + event.id() + " (" + event.type() + ") cannot be annulled: projection '"
                    + projection.name() + "', version " + projection.version() + ", reads it and does not say what"
                    + " becomes of what it did: add onAnnulled(..) for its type, which undoes that, or"
                    + " rebuildOnAnnul(), by which the projection is built anew");
        }
        long removed = projection.swapping().lossy() ? 0 : removed(store);
        if (removed > 0) {
            throw new BadRequest("event " + event.id() + " (" + event.type() + ") cannot be annulled: projection '"
                    + projection.name() + "', version " + projection.version() + ", would be built anew, and " + removed
                    + " events that it reads were removed from the log, truncated or no longer retained: what they did"
                    + " would be lost; add onAnnulled(..) for its type, or say fromWhatIsLeft(), if its rows are to"
                    + " follow the log");
        }
    }

    /** How many of the events that it reads were removed. Reads them all, where any event was. */
    private long removed(EventStore store) {
        if (store.highestRemoved() == 0) {
            return 0;
        }
        var start = new Position(store.lineage(), 0);
        var head = store.head();
        long left = 0;
        try (var reader = store.read(Query.types(types), start, Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= head.number();
                    event = reader.nextView()) {
                left++;
            }
        }
        return store.appended(types, start, head) - left;
    }
}
