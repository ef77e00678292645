// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.ThenceException.BadRequest;
import io.thence.index.Posting;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers for the names of event types, in the order in which they first come. One thread adds; any thread reads. */
public final class TypeNumbers {

    private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<String> names = new CopyOnWriteArrayList<>();

    public TypeNumbers(List<String> known) {
        known.forEach(this::number);
    }

    /** The number of a type, which gets one if it has none. */
    int number(String type) {
        var known = numbers.get(type);
        if (known != null) {
            return known;
        }
        if (names.size() == Posting.TYPE_MAX) {
            throw new BadRequest("type '" + type + "' would be one of more than " + Posting.TYPE_MAX
                    + " event types in one log: a type's name must not hold what differs from event to event");
        }
        int number = names.size();
        names.add(type);
        numbers.put(type, number);
        return number;
    }

    /** The number of a type; empty if no event has it. */
    public OptionalInt known(String type) {
        var number = numbers.get(type);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** All names, by their numbers. */
    List<String> names() {
        return names;
    }
}
