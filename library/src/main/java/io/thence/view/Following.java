// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Cases;
import io.thence.Projection;
import io.thence.StoreProjection;
import io.thence.ThenceException.BadRequest;
import io.thence.event.EventCodec;
import io.thence.store.StoredEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which events may be annulled that a projection reads: those that it can undo, or all, if it may be built anew. */
public final class Following {

    private final Projection projection;
    private final Set<String> lasting = new HashSet<>();

    /** Checks that all projections of {@code application}, and older ones beside them, can follow an annulment. */
    public static Consumer<StoredEvent> all(Application application, EventCodec codec) {
        var following = application.projections().stream()
                .flatMap(projection -> Stream.concat(Stream.of(projection), projection.swapping().older().stream()))
                .map(projection -> new Following(projection, codec)).toList();
        return event -> {
            following.forEach(each -> each.check(event));
            application.storeProjections().forEach(projection -> refuse(projection, event, codec));
        };
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
     * Checks that the projection can follow the annulment of an event.
     *
     * @throws BadRequest if it cannot
     */
    private void check(StoredEvent event) {
        if (!undoes(event.type()) && !projection.annulling().rebuilt()) {
            throw new BadRequest("event " + event.id() + " (" + event.type() + ") cannot be annulled: projection '"
                    + projection.name() + "', version " + projection.version() + ", reads it and does not say what"
                    + " becomes of what it did: add onAnnulled(..) for its type, which undoes that, or"
                    + " rebuildOnAnnul(), by which the projection is built anew");
        }
    }
}
