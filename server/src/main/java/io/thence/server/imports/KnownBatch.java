// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.CommandId;
import io.thence.ThenceException.BadRequest;
import io.thence.event.CloudEvents.Received;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that are known by their ids, each a batch of its own under a command id, appended together for speed. Where
 * the store has an objection to some, as against those that it has already, the others are appended without them.
 */
final class KnownBatch {

    private static final long BYTES_MAX = 8 << 20;

    private final EventStore store;
    private final Rejected rejected;
    private final Map<CommandId, Entry> entries = new LinkedHashMap<>();
    private final List<Refused> refused = new ArrayList<>();
    private long bytes;
    private long events;
    private long repeated;

    private record Entry(Line line, Append append) {
        CommandId id() {
            return append.command().orElseThrow().id();
        }
    }

    private record Refused(Line line, String problem) {}

    KnownBatch(EventStore store, Rejected rejected) {
        this.store = store;
        this.rejected = rejected;
    }

    /** How many were appended. */
    long events() {
        return events;
    }

    /** How many the store had already. */
    long repeated() {
        return repeated;
    }

    /** Takes one; one that comes twice in a row of lines is looked up after the first is there. */
    void add(Line line, Received received) {
        var append = received.append();
        var id = append.command().orElseThrow().id();
        if (entries.containsKey(id) || entries.size() == EventStore.TOGETHER_MAX || bytes >= BYTES_MAX) {
            write();
        }
        entries.put(id, new Entry(line, append));
        bytes += received.event().data().length;
    }

    /** Appends what there is, and then says which lines are refused. */
    void write() {
        while (!entries.isEmpty()) {
            var together = List.copyOf(entries.values());
            try {
                take(together, store.append(together.stream().map(Entry::append).toList()));
            } catch (BadRequest _) {
                together.forEach(this::alone); // one of them, or all together, are over a limit
            }
        }
        bytes = 0;
        refused.sort(Comparator.comparingLong(each -> each.line().number()));
        refused.forEach(each -> rejected.add(each.line(), each.problem()));
        refused.clear();
    }

    private void alone(Entry entry) {
        try {
            take(List.of(entry), List.of(store.append(entry.append())));
        } catch (BadRequest e) {
            refuse(entry, String.valueOf(e.getMessage()));
        }
    }

    private void take(List<Entry> together, List<Appended> answers) {
        for (int i = 0; i < together.size(); i++) {
            var entry = together.get(i);
            if (!(answers.get(i) instanceof Appended.Withheld)) {
                entries.remove(entry.id());
                problem(entry.append(), answers.get(i)).ifPresent(problem -> refuse(entry, problem));
            }
        }
    }

    private void refuse(Entry entry, String problem) {
        entries.remove(entry.id());
        refused.add(new Refused(entry.line(), problem));
    }

    private Optional<String> problem(Append append, Appended answer) {
        return switch (answer) {
            case Appended.Committed _ -> {
                events++;
                yield Optional.empty();
            }
            case Appended.Repeated _ -> {
                repeated++;
                yield Optional.empty();
            }
            case Appended.IdReused _ -> Optional.of("another event came with id '"
                    + append.events().getFirst().id().orElseThrow() + "' before");
            case Appended.Tombstoned(var key, _) -> Optional.of(key + " has a tombstone: nothing may follow");
            case Appended other -> throw new IllegalStateException("an event with an id came to " + other);
        };
    }
}
