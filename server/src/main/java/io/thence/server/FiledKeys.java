// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.KeyValue;
import io.thence.event.Json;
import io.thence.event.SystemEvents;
import io.thence.event.SystemEvents.Keys;
import io.thence.personal.Cover;
import io.thence.run.Engine;
import io.thence.store.Query;
import io.thence.world.Disk;
import io.thence.world.SubDisk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Values of keys, given as people know them or as they are stored, as a log files them. */
final class FiledKeys {

    private final Operations operations;
    private final Disk keys;
    private final Optional<Keys> known;

    FiledKeys(Operations operations, Disk disk) {
        this.operations = operations;
        keys = new SubDisk(disk, Engine.KEYS);
        var last = EventRequest.ALL.of(Query.types(Set.of(SystemEvents.KEYS.name()))).backwards().atMost(1);
        try (var events = operations.read(last)) {
            known = events.next().map(event -> Json.read(event.data(), Keys.class, "the log's word of its keys"));
        }
    }

    /** As they are filed; {@code say} is told of those that cannot be known. */
    List<KeyValue> of(List<KeyValue> values, Consumer<String> say) {
        return values.stream().map(value -> isCovered(value) ? covered(value, say) : value).toList();
    }

    /** Nothing is filed under a personal value in clear: one under which something is, is as it is filed. */
    private boolean isCovered(KeyValue value) {
        return known.filter(log -> log.personal().contains(value.key())).isPresent()
                && !operations.hasAny(Query.keys(value));
    }

    private KeyValue covered(KeyValue value, Consumer<String> say) {
        var cover = Cover.on(keys, known.orElseThrow().id());
        if (cover.isEmpty()) {
            say.accept("values of '" + value.key() + "' are personal, and the keys that tell how one is filed are not"
                    + " in " + keys.place() + ": give it as it is filed, as 'thence streams " + value.key()
                    + "' lists it");
        }
        return cover.map(with -> with.filed(value)).orElse(value);
    }
}
