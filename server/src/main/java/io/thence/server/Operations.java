// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.DeadLetter;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.alert.AlertRecords;
import io.thence.log.LogFollower;
import io.thence.log.LogSettings;
import io.thence.past.Causes;
import io.thence.processor.ConsumerRecord;
import io.thence.processor.DeadLetters;
import io.thence.react.Effects;
import io.thence.react.OpenEffect;
import io.thence.saga.SagaRecords;
import io.thence.store.EventReader;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.FileDisk;
import io.thence.world.Scratch;
import io.thence.world.SystemWorld;
import io.thence.world.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the store in a data directory, from outside of the application: also while it runs. It takes no
 * lock and changes nothing. Of a log without index files, as in a backup, it makes an index for itself in a temporary
 * directory. For one thread at a time.
 *
 * <p>All methods throw {@link io.thence.ThenceException.NoStore} if there is no store, and, {@link #verify} apart,
 * {@link io.thence.ThenceException.Corrupt} if it is damaged.
 */
public final class Operations implements AutoCloseable {

    private final FileDisk disk;
    private final Scratch scratch = new Scratch();
    private @Nullable LogFollower follower;
    private @Nullable AnnulledMarks marks;

    private Operations(Path directory) {
        disk = new FileDisk(directory);
    }

    /** The operations on the store in {@code directory}; nothing is opened until it is needed. */
    public static Operations on(Path directory) {
        return new Operations(directory);
    }

    private LogFollower follower() {
        var open = follower;
        if (open == null) {
            open = LogFollower.open(new SystemWorld(), disk, scratch.disk(), LogSettings.DEFAULT);
            follower = open;
        }
        return open;
    }

    /** Where the store is, for messages. */
    public String place() {
        return disk.place();
    }

    /** The position of the last event that is known to be durable. */
    public Position head() {
        return follower().head();
    }

    /** The events that are wanted, up to the head at this moment. */
    public EventReader read(EventRequest wanted) {
        var log = follower();
        boolean forwards = wanted.direction() == Direction.FORWARDS;
        var from = new Position(log.lineage(), forwards ? wanted.after() : wanted.before());
        return new Bounded(log.read(wanted.query(), from, wanted.direction()), wanted);
    }

    /** Whether there is an event that {@code query} matches. */
    public boolean hasAny(Query query) {
        try (var events = read(EventRequest.ALL.of(query).atMost(1))) {
            return events.nextView().isPresent();
        }
    }

    /**
     * Values of keys as they are filed: of a personal key they may be given as they are known or as they are filed.
     *
     * @param say is told, in a line, of one that cannot be known, since the keys do not lie in the directory
     */
    public List<KeyValue> filed(List<KeyValue> values, Consumer<String> say) {
        return values.isEmpty() ? values : new FiledKeys(this, disk).of(values, say);
    }

    /** The event at the position of this number, if it is there. */
    public Optional<StoredEvent> at(long position) {
        return follower().at(position);
    }

    /** How long ago the event at the position of this number was appended, if it is there. */
    public Optional<Duration> since(long position) {
        return at(position).map(event -> Duration.between(event.stamp().instant(), new SystemWorld().now()))
                .map(time -> time.isNegative() ? Duration.ZERO : time); // clocks go backwards
    }

    /** What consumers could not handle, the oldest of each first. */
    public List<DeadLetter> deadLetters() {
        return DeadLetters.all(follower());
    }

    /** The consumers that have begun on the log, and how each stands, by their names. */
    public List<ConsumerRecord> consumers() {
        return ConsumerRecord.all(follower(), follower().checkpoints());
    }

    /** Refuses the name of a consumer that has never begun on the log, and names those that have. */
    public void refuseUnknown(String consumer) {
        ConsumerRecord.unknown(follower(), follower().checkpoints(), consumer).ifPresent(why -> {
            throw new BadRequest(why);
        });
    }

    /** The calls to the outside of which nobody knows whether they have happened, the oldest of each consumer first. */
    public List<OpenEffect> effects() {
        return Effects.all(follower());
    }

    /** What has happened to alerts. */
    public AlertRecords alerts() {
        return new AlertRecords(follower());
    }

    /** The sagas of which it has steps. */
    public Map<String, SagaRecords.Count> sagas() {
        return SagaRecords.all(follower());
    }

    /** What it has of the instances of a saga. */
    public SagaRecords sagas(String saga) {
        return SagaRecords.of(follower(), saga);
    }

    /** The causes and effects of its events, up to the head at this moment. */
    public Causes causes() {
        return new Causes(follower());
    }

    /** The position of what annuls the event at {@code position}, if something does. */
    public OptionalLong annulledAt(long position) {
        var known = marks;
        if (known == null) {
            known = new AnnulledMarks(follower());
            marks = known;
        }
        return known.of(position);
    }

    /**
     * What {@code query} matches, without end, after {@code after} or, without that, from now on. Each poll takes in
     * what is new; nothing raises a signal, so a caller that finds nothing asks again a little later.
     */
    public Subscription tail(Query query, OptionalLong after) {
        var log = follower();
        log.refresh();
        var from = new Position(log.lineage(), after.orElse(log.head().number()));
        return new FollowedTail(log, log.subscribe(query, from));
    }

    /**
     * Checks everything that is stored: the log; states of folds; keys of persons and the list of the forgotten, if
     * they lie in the directory, or are it; of a backup also that its files are those that its manifest names.
     */
    public StoreReport verify(Watch watch) {
        return StoreCheck.run(disk, watch);
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        scratch.close();
        disk.close();
    }

    /** Ends a reading where it was asked to. */
    private static final class Bounded implements EventReader {
        private final EventReader events;
        private final EventRequest wanted;
        private long left;

        Bounded(EventReader events, EventRequest wanted) {
            this.events = events;
            this.wanted = wanted;
            left = wanted.limit();
        }

        @Override
        public Optional<StoredEvent> next() {
            return nextView().map(EventView::event);
        }

        @Override
        public Optional<? extends EventView> nextView() {
            if (left <= 0) {
                return Optional.empty();
            }
            left--;
            return events.nextView().filter(event -> {
                long position = event.number();
                return position > wanted.after() && position < wanted.before();
            });
        }
    }
}
