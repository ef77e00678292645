// SPDX-License-Identifier: Apache-2.0
package io.thence.schedule;

import io.thence.Position;
import io.thence.schedule.ScheduleEvent.Asked;
import io.thence.schedule.ScheduleEvent.Cancelled;
import io.thence.schedule.ScheduleEvent.Due;
import io.thence.schedule.ScheduleEvent.Passed;
import io.thence.schedule.ScheduleEvent.Reached;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.util.List;
import java.util.Optional;

/** What a schedule was asked for and has neither come nor was called off, as the log says now. From any thread. */
record Pending(String schedule, EventStore store) {

    /** What was asked for under {@code id}, if it is pending. */
    Optional<Asked> of(String id) {
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        try (var events = store.read(Query.keys(ScheduleEvent.stream(schedule, id)), end, Direction.BACKWARDS)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                switch (ScheduleEvent.read(event.get()).orElse(null)) {
                    case Asked asked -> {
                        return Optional.of(asked);
                    }
                    case Cancelled _, Reached _ -> {
                        return Optional.empty();
                    }
                    case Due _, Passed _ -> {}
                    case null -> {}
                }
            }
        }
        return Optional.empty();
    }

    /** The first {@code most} that are pending, in the order in which they are due. */
    List<Asked> first(int most) {
        var nearest = new Nearest(most, wish -> of(wish.id()).isPresent());
        var start = new Position(store.lineage(), 0);
        do {
            nearest.clear();
            try (var events = store.read(Query.keys(ScheduleEvent.all(schedule)), start, Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    ScheduleEvent.read(event.get()).ifPresent(said -> DemandClock.takeIn(said, nearest));
                }
            }
        } while (nearest.isUsedUp());
        return nearest.first(most).stream().flatMap(wish -> of(wish.id()).stream()).toList();
    }
}
