// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.ThenceException.SnapshotDiffers;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.event.StateJson;
import io.thence.snapshot.SnapshotWriter.Due;
import io.thence.store.Claim;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Truncation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The snapshots of one fold. All methods may be called from any thread. */
public final class FoldSnapshots<S> {

    private static final System.Logger LOG = System.getLogger(FoldSnapshots.class.getName());

    private final Fold<?, S> fold;
    private final Ports ports;
    private final SnapshotLog log;
    private final SnapshotWriter writer;
    private final boolean compared;
    private volatile @Nullable Version version;
    private volatile boolean off;

    FoldSnapshots(Fold<?, S> fold, Ports ports, Home home) {
        this.fold = fold;
        this.ports = ports;
        log = home.log();
        writer = home.writer();
        compared = home.compared();
    }

    /** Where snapshots are kept, and how. */
    record Home(SnapshotLog log, SnapshotWriter writer, boolean compared) {}

    /** Which version of the fold runs here; empty if that cannot be said. */
    private record Version(Optional<String> fingerprint, Type kept) {}

    /**
     * A state from a snapshot.
     *
     * @param state    the state
     * @param position number of the last event of its key in it
     */
    public record Snapshot<S>(S state, long position) {}

    /** Finds out which version of the fold runs here. Done at the first use otherwise. */
    void load() {
        version();
    }

    private Version version() {
        var known = version;
        if (known == null) {
            known = new Version(fingerprint(), Kept.type(FoldFingerprint.stateType(fold).orElse(Object.class)));
            version = known;
            if (known.fingerprint().isEmpty()) {
                off("its code cannot be compared with that of the next start");
            }
        }
        return known;
    }

    private Optional<String> fingerprint() {
        try {
            return FoldFingerprint.of(fold, ports.codec());
        } catch (Exception | LinkageError e) {
            off("its code cannot be read (" + e + ")"); // class files may hold anything
            return Optional.empty();
        }
    }

    private void off(String why) {
        if (!off) {
            off = true;
            LOG.log(System.Logger.Level.WARNING, "fold by " + fold.key().name() + " keeps no snapshots: " + why);
        }
    }

    /** Where the snapshots of a key are filed. */
    KeyValue key(KeyValue filed) {
        return new KeyValue(fold.snapshotKey(), filed.value());
    }

    /** The newest snapshot of a key, if it is what log and code give now. */
    @SuppressWarnings("unchecked") // the fingerprint says that it is of the fold's states
    public Optional<Snapshot<S>> newest(KeyValue filed) {
        if (off) {
            return Optional.empty();
        }
        try {
            var data = log.newest(key(filed));
            if (data.isEmpty()) {
                return Optional.empty();
            }
            var head = Json.read(data.get(), Kept.Head.class, "a snapshot of " + filed);
            if (!stands(head, filed)) {
                return Optional.empty();
            }
            var kept = (Kept<S>) StateJson.read(data.get(), version().kept());
            return Optional.of(new Snapshot<>(kept.state(), head.claim().position()));
        } catch (ThenceException e) {
            LOG.log(System.Logger.Level.WARNING, "the snapshot of " + filed + " is left aside: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Whether a snapshot is what a fold from the first event would give: all that can make one stale is asked here, but
     * for annulments since, which a fold meets that goes on from it.
     */
    private boolean stands(Kept.Head head, KeyValue filed) {
        return version().fingerprint().filter(head.fingerprint()::equals).isPresent()
                && head.claim().lineage().equals(ports.store().lineage())
                && head.claim().isBorneOut(ports.store())
                && !isTruncatedAfter(head.claim().position(), filed);
    }

    private boolean isTruncatedAfter(long position, KeyValue filed) {
        var query = new Query(List.of(new Query.Term(Truncation.TYPES, List.of(filed))));
        var after = new Position(ports.store().lineage(), position);
        try (var reader = ports.store().read(query, after, Direction.FORWARDS)) {
            return reader.next().isPresent();
        }
    }

    /** Whether a snapshot was made by this fold as it is now. */
    boolean isOwn(StoredEvent snapshot) {
        if (!snapshot.keys().getFirst().key().equals(fold.snapshotKey())) {
            return false;
        }
        var head = Json.read(snapshot.data(), Kept.Head.class, "a snapshot");
        return version().fingerprint().filter(head.fingerprint()::equals).isPresent();
    }

    /** Whether it is time for a snapshot after so many events since the last. */
    public boolean isDue(int events) {
        return events >= fold.snapshots().every() && !off;
    }

    /** Gives a state to be kept, whose last event is at {@code position}; false if too much waits to be kept. */
    public boolean offer(KeyValue filed, S state, long position) {
        return writer.offer(new Due(this, filed, state, position));
    }

    /** What is to be stored for a state; empty if it cannot be. */
    Optional<byte[]> encode(Due due) {
        var fingerprint = version().fingerprint();
        var event = ports.store().at(due.position()).filter(found -> found.keys().contains(due.filed()));
        if (off || fingerprint.isEmpty() || event.isEmpty()) {
            return Optional.empty();
        }
        try {
            var kept = new Kept<>(fingerprint.get(), Claim.at(event.get()), due.state());
            var data = StateJson.write(kept, version().kept());
            if (kept.equals(StateJson.read(data, version().kept()))) {
                return Optional.of(data);
            }
            off("its state at " + due.filed() + " is not the same after it was written and read; make it records of"
                    + " plain values");
        } catch (Exception e) {
            off("its state at " + due.filed() + " cannot be written and read (" + e + ")");
        }
        return Optional.empty();
    }

    /** Whether each state that is taken from a snapshot is compared with a fold from the first event. */
    public boolean areCompared() {
        return compared;
    }

    /** The fault that a snapshot is not what a fold from the first event gives. */
    public SnapshotDiffers differs(KeyValue filed, long position) {
        return new SnapshotDiffers("fold by " + fold.key().name() + ": the snapshot of " + filed + " at position "
                + position + " is not what its events give: a step depends on more than state and event, or has changed"
                + " where its code does not show it; mend it, or raise revised(..)");
    }
}
