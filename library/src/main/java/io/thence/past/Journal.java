// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Event;
import io.thence.Position;
import io.thence.event.Annulments;
import io.thence.event.Ports;
import io.thence.event.SystemEvents;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Events of the log as the application reads them: with their records, old versions brought up to date, those of a type
 * that was split as its pieces. What is annulled is left out, and so are events of the library's own. Immutable; for
 * any thread.
 *
 * @param ports     where they are, and what reads them
 * @param query     what they match
 * @param direction their order
 * @param from      exclusive; where the reading begins, the beginning or the head where it is not said
 */
public record Journal(Ports ports, Query query, Direction direction, Optional<Position> from) {

    /** All that {@code query} matches, the oldest first. */
    public static Journal of(Ports ports, Query query) {
        return new Journal(ports, query, Direction.FORWARDS, Optional.empty());
    }

    /** Those after {@code position}, the oldest first. */
    public Journal after(Position position) {
        return new Journal(ports, query, Direction.FORWARDS, Optional.of(position));
    }

    /** Those before {@code position}, the newest first. */
    public Journal before(Position position) {
        return new Journal(ports, query, Direction.BACKWARDS, Optional.of(position));
    }

    /** All of them, the newest first. */
    public Journal backwards() {
        return new Journal(ports, query, Direction.BACKWARDS, Optional.empty());
    }

    /**
     * Reads them, up to the head at this moment, each when it is asked for: in memory are one of them, and a number for
     * each event of the log that is annulled. To be closed, or read to its end; for one thread.
     *
     * @throws io.thence.ThenceException.Undecodable by the stream, when it comes to an event that cannot be decoded
     */
    public Stream<Event<?>> stream() {
        var store = ports.store();
        var reader = store.read(query, from.orElseGet(this::edge), direction);
        var annulled = Annulments.all(store, _ -> true);
        return Stream.iterate(reader.next(), Optional::isPresent, _ -> reader.next()).map(Optional::orElseThrow)
                .filter(stored -> !SystemEvents.isOwn(stored.type()) && !annulled.contains(stored.number()))
                .<Event<?>>flatMap(stored -> decoded(stored).stream())
                .onClose(reader::close);
    }

    private Position edge() {
        var head = ports.store().head();
        return new Position(head.lineage(), direction == Direction.FORWARDS ? 0 : head.number() + 1);
    }

    private List<Event<?>> decoded(StoredEvent stored) {
        var events = ports.codec().events(stored);
        return direction == Direction.FORWARDS ? events : events.reversed();
    }
}
