// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import io.thence.view.lane.EventLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lanes that write a view's tables. They are added before any is turned; then any thread may ask. */
final class TableLanes {

    private final List<LaneMachine> machines = new ArrayList<>();
    private final LaneProgress progress;

    TableLanes(LaneProgress progress) {
        this.progress = progress;
    }

    void add(LaneMachine machine) {
        progress.moved(machines.size(), machine.lane().upTo());
        machines.add(machine);
    }

    List<LaneMachine> all() {
        return machines;
    }

    LaneMachine first() {
        return machines.getFirst();
    }

    /** All but the first. */
    List<LaneMachine> further() {
        return machines.subList(1, machines.size());
    }

    /** What is under way is interrupted now, by a stop. */
    void cutShort() {
        lanes().forEach(EventLane::cutShort);
    }

    private Stream<EventLane> lanes() {
        return machines.stream().map(LaneMachine::lane);
    }

    /** The number of the one that handles {@code key}. */
    int of(KeyValue key) {
        return Keying.lane(key, machines.size());
    }

    List<Parked> parked() {
        return lanes().flatMap(lane -> lane.checkpoint().parked().stream()).toList();
    }

    /** What waits of the key under which {@code event} is handled. */
    Optional<Parked> parked(StoredEvent event) {
        return lanes().flatMap(lane -> lane.checkpoint().parked(lane.keying().key(event)).stream()).findFirst();
    }

    /** How many keys were about to be built anew. */
    long clearings() {
        return lanes().mapToLong(lane -> lane.wishes().clearings()).sum();
    }

    /** Whether a key is to be built anew, or is being. */
    boolean areAnyWished() {
        return lanes().anyMatch(lane -> lane.wishes().areAny());
    }

    /** How many events of its types were removed from the log before it came to them. */
    long missed() {
        return lanes().mapToLong(EventLane::missed).max().orElse(0);
    }

    /** Number of the last position that one of them has written. */
    long farthest() {
        return lanes().mapToLong(lane -> lane.checkpoint().position()).max().orElse(0);
    }

    /** They begin again, in tables that are empty. */
    void beginAgain() {
        for (int i = 0; i < machines.size(); i++) {
            progress.again(i, 0);
        }
        lanes().forEach(EventLane::resume);
    }
}
