// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterBook.Kind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@link DeadLetterBook}, in the order in which they came. What is asked of them all is counted as they
 * come and go: so each costs the same however many there are. One thread changes it; any may ask what is said so.
 */
final class WaitingKeys {

    private final Map<KeyValue, Long> places = new HashMap<>();
    private final ConcurrentSkipListMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<Long, KeyValue> waiting = new HashMap<>();
    private final Map<Kind, AtomicInteger> counts = new EnumMap<>(Kind.class);
    private long nextPlace;

    WaitingKeys() {
        for (var kind : Kind.values()) {
            counts.put(kind, new AtomicInteger());
        }
    }

    private AtomicInteger counted(Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }

    /** Puts an entry in, at the place of its key's one before if there is one. */
    void put(Entry entry) {
        var known = places.get(entry.key());
        long place = known == null ? nextPlace++ : known;
        places.put(entry.key(), place);
        uncount(entries.get(place));
        entries.put(place, entry);
        counted(entry.kind()).incrementAndGet();
        if (entry.kind() == Kind.WAITING) {
            waiting.put(entry.needsFrom(), entry.key());
        }
    }

    void remove(KeyValue key) {
        var place = places.remove(key);
        if (place != null) {
            uncount(entries.remove(place));
        }
    }

    private void uncount(@Nullable Entry gone) {
        if (gone != null) {
            counted(gone.kind()).decrementAndGet();
            waiting.remove(gone.needsFrom(), gone.key());
        }
    }

    Optional<Entry> of(KeyValue key) {
        return Optional.ofNullable(places.get(key)).map(entries::get);
    }

    /** The one that waits for the event at {@code position}. */
    Optional<Entry> waitingFor(long position) {
        return Optional.ofNullable(waiting.get(position)).flatMap(this::of);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** All, the oldest first. From any thread. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** The events that failed, the oldest first. From any thread. */
    List<DeadLetter> letters() {
        return entries.values().stream().map(Entry::letter).flatMap(Optional::stream).toList();
    }

    /** How many there are of some kinds. From any thread. */
    int count(Kind... kinds) {
        int count = 0;
        for (var kind : kinds) {
            count += counted(kind).get();
        }
        return count;
    }

    /** From which position on each of them needs what is filed under it. From any thread. */
    Map<KeyValue, Long> needs() {
        return entries.values().stream().collect(Collectors.toMap(Entry::key, Entry::needsFrom, Math::min));
    }
}
