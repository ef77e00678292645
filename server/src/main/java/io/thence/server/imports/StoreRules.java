// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.event.CloudEvents.Received;
import io.thence.event.EventCodec;
import io.thence.event.Json;
import io.thence.event.SystemEvents;
import io.thence.log.ClockBound;
import io.thence.log.LogSettings;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may not be written to a store from outside: the library's own events; what is personal there, since only the
 * application's code files and seals that under the keys of persons; what has a stamp that would spoil those of the
 * store.
 */
final class StoreRules {

    private static final String OWN = "thence.";
    private static final int TYPES_MAX = 10_000;

    private static final ClockBound CLOCK = LogSettings.DEFAULT.clock();

    private final EventStore store;
    private final World world;
    private final Set<String> personal = new TreeSet<>();
    private final Set<String> subjects = new TreeSet<>();
    private final Map<String, Boolean> types = new HashMap<>();

    StoreRules(EventStore store, World world) {
        this.store = store;
        this.world = world;
        last(SystemEvents.KEYS.name()).map(event ->
                Json.read(event.data(), SystemEvents.Keys.class, "the log's word of its keys")).ifPresent(keys -> {
                    personal.addAll(keys.personal());
                    subjects.addAll(keys.subjects());
                });
    }

    private Optional<StoredEvent> last(String type) {
        try (var events = store.read(Query.types(Set.of(type)), new Position(store.lineage(), Long.MAX_VALUE),
                Direction.BACKWARDS)) {
            return events.next();
        }
    }

    /** Whether it is one of the library's own, which say something of the store that they are in. */
    static boolean isOwn(NewEvent event) {
        return event.type().startsWith(OWN);
    }

    /** Checks before anything is written that events may be filed under {@code keys}. */
    void checkKeys(List<Column> keys) {
        keys.forEach(key -> checkKey(key.as()));
    }

    private void checkKey(String key) {
        if (personal.contains(key) || subjects.contains(key)) {
            throw new BadRequest("values of key '" + key + "' are personal in this store, and would be stored in clear:"
                    + " let the application append these events");
        }
        if (key.startsWith("$")) {
            throw new BadRequest("key '" + key + "' is the store's own: file the event under another one");
        }
    }

    /** Checks an event. */
    void check(Received received) {
        received.stamp().ifPresent(this::checkStamp);
        var event = received.event();
        event.keys().forEach(key -> checkKey(key.key()));
        if (isPersonal(event.type())) {
            throw new BadRequest("events of type '" + event.type() + "' are about persons in this store, and would be"
                    + " stored in clear: let the application append them");
        }
        if (EventCodec.isSealed(event.data())) {
            throw new BadRequest("its data are sealed under keys of another store, and could never be read here");
        }
    }

    private void checkStamp(Stamp stamp) {
        var now = world.now();
        if (!CLOCK.letsPass(stamp, now)) {
            throw new BadRequest("its stamp, " + stamp + ", is " + Duration.between(now, stamp.instant()) + " ahead of"
                    + " this machine's clock, and " + CLOCK.ahead() + " is the most: set the clock right that is wrong,"
                    + " there or here; without 'hlc' it gets a stamp of this store alone");
        }
    }

    /** Whether the newest event of the type is filed under a person. */
    private boolean isPersonal(String type) {
        if (subjects.isEmpty()) {
            return false;
        }
        if (types.size() >= TYPES_MAX) {
            types.clear();
        }
        return types.computeIfAbsent(type, name -> last(name)
                .filter(event -> event.keys().stream().anyMatch(key -> subjects.contains(key.key()))).isPresent());
    }
}
