// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.KeyValue;
import io.thence.log.Removal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A removal by what a test says: floors, and the positions that were appended under each key. */
final class Floors implements Removal {
    private final Map<KeyValue, Long> floors = new HashMap<>();
    private final Map<KeyValue, List<Long>> positions = new HashMap<>();

    /** Events of {@code key} below {@code floor} are not wanted. */
    Floors floor(KeyValue key, long floor) {
        floors.put(key, floor);
        return this;
    }

    void appended(long position, List<KeyValue> keys) {
        keys.forEach(key -> positions.computeIfAbsent(key, _ -> new ArrayList<>()).add(position));
    }

    @Override
    public long floor(KeyValue key) {
        return floors.getOrDefault(key, 0L);
    }

    @Override
    public long after(KeyValue key, long position) {
        return positions.getOrDefault(key, List.of()).stream().filter(other -> other > position).count();
    }
}
