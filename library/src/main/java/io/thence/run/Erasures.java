// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.OutcomeUnknown;
import io.thence.ThenceException.Stopped;
import io.thence.event.Json;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The list of persons who were forgotten, each with a running number: a log of its own, beside the keys and not beside
 * the data, so that a data log from an older backup learns of those that came later. What is in it was decided and is
 * carried out, now or after the next start; {@link #finished} says up to which number all of it is done.
 *
 * <p>When a write or flush of it failed, it is closed, and opened anew when it is needed next: an opening writes anew
 * what may not have reached the device. For one caller at a time.
 */
final class Erasures implements AutoCloseable {

    private static final String TYPE = "erasure";
    private static final String CONSUMER = "forgetting";
    private static final long TOKEN = 1;
    private static final String GENERATION = "generation";

    private final World world;
    private final Disk keys;
    /** Empty after a failure. */
    private Optional<LogStore> open = Optional.empty();

    private Erasures(World world, Disk keys) {
        this.world = world;
        this.keys = keys;
    }

    /** Opens the list on the disk of the keys. */
    static Erasures open(World world, Disk keys) {
        var erasures = new Erasures(world, LockedDisk.take(keys));
        erasures.list();
        return erasures;
    }

    private LogStore list() {
        var list = open.orElseGet(() -> LogStore.open(world, keys, LogSettings.SMALL));
        open = Optional.of(list);
        return list;
    }

    private void append(Append append) {
        try {
            list().append(append);
        } catch (OutcomeUnknown | Stopped e) {
            Closing.after(e, Stream.of(this::close));
            throw new DiskFailed("the list of erasures in " + keys.place() + " could not be written: it is"
                    + " opened anew when it is needed next; ask again when the disk is well", e);
        }
    }

    /**
     * One person's key that is erased.
     *
     * @param number     from 1
     * @param subject    the person, as it is filed
     * @param generation of the key
     */
    record Erasure(long number, KeyValue subject, int generation) {}

    /** The number of the last one; 0 if there is none. */
    long count() {
        return list().head().number();
    }

    /**
     * Adds one; it is safe when this returns.
     *
     * @throws DiskFailed if it may or may not be on the list: {@link #last} says so then
     */
    Erasure add(KeyValue subject, int generation) {
        var data = Json.write(Map.of(GENERATION, generation));
        var event = NewEvent.of(TYPE, 1, List.of(subject), data);
        append(Append.of(List.of(event), Origin.of(CONSUMER)));
        return new Erasure(count(), subject, generation);
    }

    /** The last one of a person. */
    Optional<Erasure> last(KeyValue subject) {
        var list = list();
        var end = new Position(list.lineage(), Long.MAX_VALUE);
        try (var reader = new Reader(list.read(Query.keys(subject), end, Direction.BACKWARDS))) {
            return reader.next();
        }
    }

    /** Those after {@code number}, one after the other. */
    Reader after(long number) {
        var list = list();
        return new Reader(list.read(Query.ALL, new Position(list.lineage(), number), Direction.FORWARDS));
    }

    /** Goes through the list. */
    record Reader(EventReader events) implements AutoCloseable {
        Optional<Erasure> next() {
            return events.next().map(Reader::erasure);
        }

        private static Erasure erasure(StoredEvent event) {
            long number = event.position().number();
            var data = Json.tree(event.data(), "erasure " + number);
            return new Erasure(number, event.keys().getFirst(), data.path(GENERATION).asInt(1));
        }

        @Override
        public void close() {
            events.close();
        }
    }

    /** The number up to which nothing is left to do. */
    long finished() {
        return list().checkpoint(CONSUMER).upTo();
    }

    /** Nothing is left to do up to {@code number}. */
    void finished(long number) {
        if (number > finished()) {
            append(Append.finished(List.of(new Finished(CONSUMER, TOKEN, number))));
        }
    }

    @Override
    public void close() {
        var list = open;
        open = Optional.empty();
        list.ifPresent(LogStore::close);
    }
}
