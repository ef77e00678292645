// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Event;
import io.thence.EventType;
import io.thence.Merged;
import io.thence.Retired;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Companions.Batch;
import io.thence.event.MadeEvents.How;
import io.thence.store.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two stored events of one command that are read as one event, at the place of the later of them. The earlier one is
 * read as nothing, and yet both are read and merged then too: so neither is passed over whose other one is not there.
 */
final class Merges {

    /** Of so many commands it is known at hand what belongs together: readers go over a command's events in a row. */
    private static final int KNOWN_MAX = 64;

    /** Events are kept with that, of a command that wrote few and small ones. */
    private static final int KEPT_MAX = 16;
    private static final int KEPT_BYTES_MAX = 16 << 10;

    private final MadeEvents made;
    private final Map<String, Retired> retired;
    private final Companions companions;
    private final Map<String, Kind> byName = new HashMap<>();
    private final Map<Which, Known> known = new ConcurrentHashMap<>();

    Merges(MadeEvents made, Map<String, Retired> retired, Companions companions) {
        this.made = made;
        this.retired = retired;
        this.companions = companions;
    }

    /** One kind of merge: what is merged into which type. */
    private record Kind(Merged merged, EventType<?> type) {}

    private record Which(Merged merged, Batch batch) {}

    /**
     * What is known of a command.
     *
     * @param pairs what belongs together
     * @param kept  its events, or none of them
     */
    private record Known(Pairs pairs, List<StoredEvent> kept) {

        Known {
            int bytes = kept.stream().mapToInt(StoredEvent::length).sum();
            kept = kept.size() <= KEPT_MAX && bytes <= KEPT_BYTES_MAX ? List.copyOf(kept) : List.of();
        }
    }

    /** Merges events into those of {@code type} from now on. */
    void add(Merged merged, EventType<?> type) {
        byName.put(merged.first(), new Kind(merged, type));
        byName.put(merged.second(), new Kind(merged, type));
    }

    /** How events are merged that are stored under {@code name}; empty if they are not. */
    Optional<Merged> of(String name) {
        return Optional.ofNullable(byName.get(name)).map(Kind::merged);
    }

    /** All that are merged into {@code record}. */
    List<Merged> into(Class<?> record) {
        return byName.values().stream().map(Kind::merged).filter(merged -> merged.record() == record).distinct()
                .sorted((one, other) -> one.first().compareTo(other.first())).toList();
    }

    /** What {@code stored} is read as, which is to be merged. */
    List<Event<?>> events(StoredEvent stored, Merged merged) {
        var other = companion(stored, merged).orElseThrow(() -> new Undecodable(alone(stored, merged)));
        countsAlone(stored, other).ifPresent(half -> {
            var annulled = half.number() == other.number() ? stored : other;
            throw new Undecodable(what(stored, merged) + ", of which event " + annulled.id() + " is annulled and event "
                    + half.id() + " is not: annul that too");
        });
        boolean inOrder = stored.type().equals(merged.first());
        var json = merge(merged, inOrder ? stored : other, inOrder ? other : stored);
        var later = stored.number() > other.number() ? stored : other;
        var event = made.event(new MadeEvents.At(later, 1, How.MERGE), merged.record(), merged.version(), json);
        return later.number() == stored.number() ? List.of(event) : List.of();
    }

    private ObjectNode merge(Merged merged, StoredEvent first, StoredEvent second) {
        var one = made.json(first, Objects.requireNonNull(retired.get(merged.first())));
        var other = made.json(second, Objects.requireNonNull(retired.get(merged.second())));
        try {
            return Objects.requireNonNull(merged.merge().apply(one, other), "it gives null");
        } catch (RuntimeException e) {
            throw new Undecodable(EventCodec.what(first) + " cannot be merged with " + EventCodec.what(second)
                    + " into " + merged.record().getSimpleName() + " (" + e + "): mend the merge", e);
        }
    }

    /** The one that is not annulled while the other is. Both may be between the first look and the second. */
    private Optional<StoredEvent> countsAlone(StoredEvent stored, StoredEvent other) {
        boolean one = companions.isAnnulled(stored.number());
        boolean two = companions.isAnnulled(other.number());
        if (one == two || (two && companions.isAnnulled(stored.number()))) {
            return Optional.empty();
        }
        return Optional.of(one ? other : stored);
    }

    /** The event that {@code stored} is read with; empty if there is none. */
    Optional<StoredEvent> companion(StoredEvent stored, Merged merged) {
        return Batch.of(stored).flatMap(batch -> {
            var known = known(merged, batch, stored);
            var other = known.pairs().other(ordinal(stored));
            return other.isEmpty() ? Optional.empty() : at(batch.first() + other.getAsInt(), known);
        });
    }

    private Optional<StoredEvent> at(long number, Known known) {
        var kept = known.kept().stream().filter(event -> event.number() == number).findFirst();
        return kept.isPresent() ? kept : companions.at(number);
    }

    private static int ordinal(StoredEvent stored) {
        return stored.id().ofCommand().orElseThrow().ordinal();
    }

    private Known known(Merged merged, Batch batch, StoredEvent stored) {
        var which = new Which(merged, batch);
        var found = known.get(which);
        if (found == null) {
            var left = companions.left(batch, stored, Set.of(merged.first(), merged.second()));
            found = new Known(Pairs.of(merged, by(merged), left), left.events());
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            known.put(which, found);
        }
        return found;
    }

    /** The key by whose values it is told what belongs together. */
    private String by(Merged merged) {
        return Objects.requireNonNull(byName.get(merged.first())).type().filings().getFirst().key().name();
    }

    private static String what(StoredEvent stored, Merged merged) {
        return EventCodec.what(stored) + " is read with a " + merged.other(stored.type()) + " of its command as one "
                + merged.record().getSimpleName();
    }

    private String alone(StoredEvent stored, Merged merged) {
        return what(stored, merged) + why(stored, merged) + ": keep both types instead of the merge, or annul it";
    }

    private String why(StoredEvent stored, Merged merged) {
        var batch = Batch.of(stored);
        if (batch.isEmpty()) {
            return ", and no command wrote it, as its id says";
        }
        if (known(merged, batch.get(), stored).pairs().isTorn(ordinal(stored))) {
            return ", and events of that command were removed from the log, truncated or no longer retained, so that it"
                    + " cannot be told which one";
        }
        return ", and none is there for it: that command did not write one under the same "
                + by(merged) + ", or it was removed from the log";
    }
}
