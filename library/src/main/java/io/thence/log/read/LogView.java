// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Position;
import io.thence.index.ListKind;
import io.thence.index.Posting;
import io.thence.log.frame.CommandLookup;
import io.thence.log.frame.FrameScan;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segments;
import io.thence.log.state.Durable;
import io.thence.log.state.Listeners;
import io.thence.log.state.LogState;
import io.thence.log.state.TermLists;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The readings of a log, the same for its writer's process and for followers.
 *
 * @param segments  its files
 * @param states    what is derived from them, at any time
 * @param durable   how far readers may see, at any time
 * @param lineage   which log
 * @param readBytes a reader's buffer
 */
public record LogView(
        Segments segments, Supplier<LogState> states, Supplier<Durable> durable, Lineage lineage, int readBytes) {

    private static final int FINDER_BYTES = 4 << 10;

    /** What is read at once for one event. */
    private static final int ONE_BYTES = 2 << 10;

    LogState state() {
        return states.get();
    }

    public EventReader read(Query query, long from, Direction direction) {
        var now = durable.get();
        var state = state();
        if (query.terms().isEmpty() && direction == Direction.FORWARDS) {
            return scan(query, from, () -> now);
        }
        var terms = query.terms().isEmpty() ? List.of(new Query.Term(Set.of(), List.of())) : query.terms();
        var walks = terms.stream().map(term -> TermLists.of(term, state.index().fingerprint()))
                .flatMap(lists -> lists.walks(state, 0, lists.floor(state, now.head())).stream()).toList();
        return new PostingReader(query, walks, new PostingReader.Range(from, now.head(), direction),
                new EventFetch(this));
    }

    public Subscription subscribe(Query query, long after, Listeners listeners) {
        return new LogSubscription(scan(query, after, durable), lineage, listeners);
    }

    /** What became of a command, if it is known and durable. */
    public Optional<Remembered> remembered(CommandId id) {
        long packed = state().index().last(state().print(id));
        if (packed == Posting.NONE || Place.of(packed).compareTo(durable.get().end()) >= 0) {
            return Optional.empty();
        }
        return new CommandLookup(segments, lineage).at(Place.of(packed));
    }

    /** The event with this id, if it is durable. */
    public Optional<StoredEvent> find(EventId id) {
        return id.ofCommand().flatMap(of -> remembered(of.command())
                .flatMap(done -> at(done.first().number() + of.ordinal(), id))).or(() -> came(id));
    }

    private Optional<StoredEvent> came(EventId id) {
        var index = state().index();
        long last = index.last(index.fingerprint().of(ListKind.EVENT, id.text()));
        return last == Posting.NONE ? Optional.empty() : at(Posting.position(last), id);
    }

    private Optional<StoredEvent> at(long position, EventId id) {
        return at(position).filter(event -> event.id().equals(id));
    }

    /** The event at {@code position}, if it is durable and was not removed. */
    public Optional<StoredEvent> at(long position) {
        if (position < 1 || position > durable.get().head()) {
            return Optional.empty();
        }
        var fetch = new EventFetch(this, ONE_BYTES);
        return fetch.goTo(position, Query.ALL) ? Optional.of(fetch.record().event()) : Optional.empty();
    }

    private LogScan scan(Query query, long after, Supplier<Durable> limit) {
        var scan = new LogScan(this, limit, query);
        var now = limit.get();
        scan.begin(after >= now.head() ? now.end()
                : new FrameFinder(this, new FrameScan(segments, FINDER_BYTES)).find(after + 1), after);
        return scan;
    }

    /** Whether the event at {@code position} was removed, in the life that it names or one that follows on that. */
    public boolean isRemoved(Position position) {
        long number = position.number();
        var of = position.lineage();
        if (!of.log().equals(lineage.log()) || of.epoch() > lineage.epoch() || number < 1
                || number > durable.get().head()) {
            return false;
        }
        int begun = segments.get(segments.of(number)).header().lineage().epoch();
        return begun <= of.epoch() && !new EventFetch(this).goTo(number, Query.ALL);
    }

    /**
     * Whether all events are there that its list says are filed under {@code key}, from the key's floor up to {@code
     * upTo}.
     */
    public boolean isWhole(KeyValue key, long upTo) {
        if (segments.highestRemoved() == 0) {
            return true;
        }
        long head = durable.get().head();
        var index = state().index();
        var print = index.fingerprint().of(ListKind.KEY, key.key(), key.value());
        long floor = index.floor(print, head);
        long left = index.upTo(print, Posting.last(Math.min(upTo, head)))
                - (floor == 0 ? 0 : index.upTo(print, Posting.last(floor - 1)));
        try (var reader = read(Query.keys(key), 0, Direction.FORWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && event.get().number() <= upTo;
                    event = reader.nextView()) {
                left--;
            }
        }
        return left <= 0;
    }

    /** The highest position whose event was removed. */
    public long highestRemoved() {
        return segments.highestRemoved();
    }

    /** How many events of {@code types} were appended between two positions, the later one among them. */
    public long appended(Set<String> types, long after, long upTo) {
        var index = state().index();
        long events = 0;
        for (var type : types) {
            var print = index.fingerprint().of(ListKind.TYPE, type);
            events += index.upTo(print, Posting.last(upTo)) - index.upTo(print, Posting.last(after));
        }
        return events;
    }

    /** Where the frames of a segment end that may be read. */
    long end(int segment) {
        var now = durable.get().end();
        return segment == now.segment() ? now.offset() : segments.end(segment);
    }

    /**
     * The revision of {@code key} at {@code position}: how many events were filed under it by then, so of an event of
     * its stream the ordinal there, from 1.
     */
    public long revision(KeyValue key, long position) {
        var state = state();
        return state.index().upTo(state.index().fingerprint().of(ListKind.KEY, key.key(), key.value()),
                Posting.last(position));
    }
}
