// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.Truncation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a store must be, in the simplest form: a list of batches, and what follows from it; and which of their events
 * were removed.
 */
final class Model {

    /** Stands for the log's lineage: outcomes are compared by numbers. */
    static final Lineage ANY = new Lineage(new UUID(0, 0), 1);

    private final List<Append> batches = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Remembered> commands = new TreeMap<>();
    private final Map<String, Checkpoint> checkpoints = new TreeMap<>();
    private final Map<KeyValue, List<Integer>> positions = new HashMap<>();
    private final Map<KeyValue, List<Floor>> floors = new HashMap<>();
    private final BitSet gone = new BitSet();

    /** A key's floor, as of the event at position {@code at}. */
    private record Floor(long floor, long at) {}

    /** An event and the command that it came of. */
    record Event(NewEvent event, Optional<EventId> id) {}

    static Model of(List<Append> batches) {
        var model = new Model();
        batches.forEach(model::take);
        return model;
    }

    /** The same batches, of whose events those at the positions {@code gone} were removed. */
    static Model of(List<Append> batches, BitSet gone) {
        var model = of(batches);
        model.gone.or(gone);
        return model;
    }

    List<Append> batches() {
        return batches;
    }

    /** The positions of events that were removed. */
    BitSet gone() {
        return gone;
    }

    boolean isGone(long position) {
        return gone.get((int) position);
    }

    /** What is below it is not shown to who asks by a key and sees up to {@code head}; 0: all is. */
    long floor(KeyValue key, long head) {
        long floor = 0;
        for (var set : floors.getOrDefault(key, List.of())) {
            floor = set.at <= head ? Math.max(floor, set.floor) : floor;
        }
        return floor;
    }

    /** Whether a compaction may remove an event: it is below the floor of each of its keys. */
    boolean mayGo(long position) {
        var keys = events.get((int) position - 1).event().keys();
        return !keys.isEmpty() && keys.stream().allMatch(key -> position < floor(key, Long.MAX_VALUE));
    }

    List<Event> events() {
        return events;
    }

    Map<String, Remembered> commands() {
        return commands;
    }

    Checkpoint checkpoint(String consumer) {
        return checkpoints.getOrDefault(consumer, Checkpoint.NONE);
    }

    static Position at(long number) {
        return new Position(ANY, number);
    }

    /** What a batch comes to; the model stays as it is. */
    Appended judge(Append append) {
        return repeated(append).or(() -> conflict(append)).or(() -> tombstoned(append)).or(() -> fenced(append))
                .orElseGet(() -> {
            int count = append.events().size();
            long first = events.size() + (count == 0 ? 0L : 1L);
            return new Appended.Committed(at(first), at(events.size() + (long) count));
        });
    }

    private Optional<Appended> repeated(Append append) {
        return append.command().filter(command -> commands.containsKey(command.id().text())).map(command -> {
            var first = commands.get(command.id().text());
            return first.command().hash().equals(command.hash())
                    ? new Appended.Repeated(first) : new Appended.IdReused(first);
        });
    }

    private Optional<Appended> conflict(Append append) {
        return switch (append.condition()) {
            case Condition.None() -> Optional.empty();
            case Condition.Revision(var key, long revision) -> revision(key) == revision ? Optional.empty()
                    : Optional.of(new Appended.Conflict(List.of(key), at(last(key))));
            case Condition.NothingNew(_, var after) when after.number() < gone.length() - 1 ->
                Optional.of(new Appended.Conflict(List.of(), at(gone.length() - 1)));
            case Condition.NothingNew(var query, var after) -> query.terms().stream()
                    .filter(term -> last(term, after.number()) > 0).findFirst()
                    .map(term -> new Appended.Conflict(term.keys(), at(last(term, after.number()))));
        };
    }

    /** How many events a key has, those that were removed among them. */
    long revision(KeyValue key) {
        return under(key).size();
    }

    /** How many of them there are up to a position. */
    long ordinal(KeyValue key, long position) {
        long count = 0;
        for (int at : under(key)) {
            count += at <= position ? 1 : 0;
        }
        return count;
    }

    /** The positions of a key's events. */
    List<Integer> under(KeyValue key) {
        return positions.getOrDefault(key, List.of());
    }

    /** The last event after a position that conflicts with a term; 0 if none does. */
    private long last(Query.Term term, long after) {
        for (int i = events.size(); i > after; i--) {
            var event = events.get(i - 1).event();
            boolean setsFloor = isFloor(event) && !term.keys().isEmpty() && event.keys().containsAll(term.keys());
            if (setsFloor || term.matches(event.type(), event.keys())) {
                return i;
            }
        }
        return 0;
    }

    private long last(KeyValue key) {
        var all = under(key);
        return all.isEmpty() ? 0 : all.getLast();
    }

    private static boolean isFloor(NewEvent event) {
        return event.type().equals(Truncation.TRUNCATED) || event.type().equals(Truncation.TOMBSTONED);
    }

    private Optional<Appended> tombstoned(Append append) {
        for (var event : append.events()) {
            for (var key : event.keys()) {
                long last = last(key);
                if (last > 0 && events.get((int) last - 1).event().type().equals(Truncation.TOMBSTONED)) {
                    return Optional.of(new Appended.Tombstoned(key, at(last)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Appended> fenced(Append append) {
        return append.finished().stream().filter(word -> !checkpoint(word.consumer()).admits(word)).findFirst()
                .map(word -> new Appended.Fenced(word, checkpoint(word.consumer())));
    }

    /** Takes a batch in that was judged to be committed. */
    void take(Append append) {
        long first = events.size() + (append.events().isEmpty() ? 0L : 1L);
        for (int i = 0; i < append.events().size(); i++) {
            int ordinal = i;
            var event = append.events().get(i);
            events.add(new Event(event, event.id().or(() -> append.command().map(c -> c.id().event(ordinal)))));
            int at = events.size();
            event.keys().forEach(key -> positions.computeIfAbsent(key, _ -> new ArrayList<>()).add(at));
            if (isFloor(event)) {
                event.keys().forEach(key -> floors.computeIfAbsent(key, _ -> new ArrayList<>())
                        .add(new Floor(before(event, at), at)));
            }
        }
        append.command().ifPresent(command -> commands.put(command.id().text(),
                remembered(command, first, append)));
        append.finished().forEach(word -> checkpoints.merge(word.consumer(), Checkpoint.NONE.with(word),
                (old, _) -> old.with(word)));
        batches.add(append);
    }

    private static long before(NewEvent event, long itself) {
        var digits = new String(event.data(), StandardCharsets.UTF_8).replaceAll("[^0-9]", "");
        long before = Long.parseLong(digits);
        return before == Truncation.ITSELF ? itself : Math.min(before, itself);
    }

    private Remembered remembered(Command command, long first, Append append) {
        return new Remembered(command, at(first), at(events.size()), append.events().size(), append.refused());
    }

    /** The numbers of the events that a query finds, up to {@code head}, in order. */
    List<Long> find(Query query, long after, long head) {
        var found = new ArrayList<Long>();
        for (long i = after + 1; i <= Math.min(head, events.size()); i++) {
            long position = i;
            var event = events.get((int) i - 1).event();
            if (!isGone(i) && (query.terms().isEmpty() || query.terms().stream().anyMatch(term ->
                    term.matches(event.type(), event.keys()) && term.keys().stream().allMatch(key ->
                            position >= floor(key, head))))) {
                found.add(i);
            }
        }
        return found;
    }

    /** The same outcome in the log {@code ANY}. */
    static Appended anywhere(Appended outcome) {
        return switch (outcome) {
            case Appended.Committed(var first, var last) ->
                new Appended.Committed(at(first.number()), at(last.number()));
            case Appended.Repeated(var first) -> new Appended.Repeated(anywhere(first));
            case Appended.IdReused(var first) -> new Appended.IdReused(anywhere(first));
            case Appended.Conflict(var keys, var at) -> new Appended.Conflict(keys, at(at.number()));
            case Appended.Tombstoned(var key, var at) -> new Appended.Tombstoned(key, at(at.number()));
            case Appended.Withheld withheld -> withheld;
            case Appended.Fenced fenced -> fenced;
        };
    }

    static Remembered anywhere(Remembered it) {
        return new Remembered(it.command(), at(it.first().number()), at(it.last().number()), it.events(),
                it.refused());
    }
}
