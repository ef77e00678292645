// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.BadRequest;
import io.thence.index.Posting;
import io.thence.store.NewEvent;
import io.thence.store.StoredType;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Numbers for the names of event types, in the order in which they first come, and the highest version of each. One
 * thread adds; any thread reads.
 */
public final class TypeNumbers {

    private final ConcurrentHashMap<String, Known> types = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Known> byNumber = new CopyOnWriteArrayList<>();

    private static final class Known {
        private final String name;
        private final int number;
        private volatile int version;

        Known(String name, int number) {
            this.name = name;
            this.number = number;
        }
    }

    public TypeNumbers(List<StoredType> known) {
        known.forEach(type -> number(type.name(), type.version()));
    }

    /** The number of a type, which gets one if it has none; one of its events has this version. */
    int number(String type, int version) {
        var known = types.get(type);
        if (known == null) {
            known = add(type);
        }
        if (version > known.version) {
            known.version = version;
        }
        return known.number;
    }

    /**
     * Makes sure that these events' types will get numbers. For the writer's thread, before anything of them is filed.
     *
     * @throws BadRequest if they would be too many
     */
    public void refuseTooMany(List<NewEvent> events) {
        if (byNumber.size() + events.size() <= Posting.TYPE_MAX) {
            return;
        }
        var fresh = events.stream().map(NewEvent::type).filter(type -> !types.containsKey(type)).distinct().toList();
        if (byNumber.size() + fresh.size() > Posting.TYPE_MAX) {
            throw new BadRequest("type '" + fresh.getLast() + "' would be one of more than " + Posting.TYPE_MAX
                    + " event types in one log: a type's name must not hold what differs from event to event");
        }
    }

    private Known add(String type) {
        var known = new Known(type, byNumber.size());
        byNumber.add(known);
        types.put(type, known);
        return known;
    }

    /** The number of a type; empty if no event has it. */
    public OptionalInt known(String type) {
        var known = types.get(type);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known.number);
    }

    /** All names, by their numbers. */
    List<String> names() {
        return byNumber.stream().map(known -> known.name).toList();
    }

    /** All types, by their numbers. */
    public List<StoredType> all() {
        return byNumber.stream().map(known -> new StoredType(known.name, known.version)).toList();
    }
}
