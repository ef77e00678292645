// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Application;
import io.thence.Fold;
import io.thence.event.Ports;
import io.thence.store.StoredEvent;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.Signal;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps states of an application's folds on disk, so that a key of many events is not folded from its first one after
 * each start.
 *
 * <p>A snapshot is a cache of the log, and nothing rests on it. It is used where it is of this very log, names an event
 * that is there, and carries the {@link FoldFingerprint} of the fold that runs now; else the fold goes over the events.
 * It is written in the background, from states that are durable, after as many events as the fold asks for. Where there
 * are none, or they are damaged, too many or slow to be written, commands have the same outcomes and take longer.
 */
public final class Snapshots implements AutoCloseable {

    /** The folder of the log that they are kept in. */
    public static final String FOLDER = "snapshots";

    private final IdentityHashMap<Fold<?, ?>, FoldSnapshots<?>> folds = new IdentityHashMap<>();
    private final List<FoldSnapshots<?>> inOrder = new ArrayList<>();
    private final List<Runnable> closings = new ArrayList<>();
    private Optional<SnapshotWriter> writer = Optional.empty();
    private Optional<Disk> left = Optional.empty();
    private volatile long forgotten;

    private Snapshots() {}

    /** No fold keeps any. */
    public static Snapshots none() {
        return new Snapshots();
    }

    /**
     * Opens the snapshots of those folds of applications that keep some; there is nothing to open without.
     *
     * @param applications each with what its machines work through
     */
    public static Snapshots open(Map<Application, Ports> applications, Disk disk, SnapshotSettings settings) {
        var snapshots = new Snapshots();
        snapshots.left = Optional.of(disk);
        var kept = kept(applications);
        if (kept.isEmpty() || settings.bytesMax() == 0) {
            return snapshots;
        }
        var names = kept.stream().map(one -> one.fold().snapshotKey()).collect(Collectors.toUnmodifiableSet());
        var world = kept.getFirst().ports().world();
        SnapshotLog.open(world, disk, settings, names).ifPresent(log -> {
            snapshots.closings.add(log::close);
            try {
                var writer = new SnapshotWriter(world, log, settings.waitingMax());
                var home = new FoldSnapshots.Home(log, writer, settings.compared());
                kept.forEach(one -> snapshots.add(one.fold(), one.ports(), home));
                snapshots.run(world, writer);
            } catch (RuntimeException | Error e) {
                Closing.after(e, Stream.of(snapshots::close));
                throw e;
            }
        });
        return snapshots;
    }

    /** A fold that keeps snapshots, and what its application works through. */
    private record Keeping(Fold<?, ?> fold, Ports ports) {}

    /** Each fold once, also one that several applications read. */
    private static List<Keeping> kept(Map<Application, Ports> applications) {
        var seen = new IdentityHashMap<Fold<?, ?>, Ports>();
        var kept = new ArrayList<Keeping>();
        applications.forEach((application, ports) -> application.folds().stream()
                .filter(fold -> fold.snapshots().areKept() && seen.put(fold, ports) == null)
                .forEach(fold -> kept.add(new Keeping(fold, ports))));
        return kept;
    }

    private <S> void add(Fold<?, S> fold, Ports ports, FoldSnapshots.Home home) {
        var added = new FoldSnapshots<>(fold, ports, home);
        folds.put(fold, added);
        inOrder.add(added);
    }

    private void run(World world, SnapshotWriter writer) {
        closings.addFirst(world.start("snapshots", writer)::stop);
        this.writer = Optional.of(writer);
        world.fork("load-snapshots", () -> inOrder.forEach(FoldSnapshots::load));
    }

    /** The snapshots of a fold, if it keeps any. */
    @SuppressWarnings("unchecked") // they were made of the fold that they are found by
    public <S> Optional<FoldSnapshots<S>> of(Fold<?, S> fold) {
        return Optional.ofNullable((FoldSnapshots<S>) folds.get(fold));
    }

    /** Deletes those on a disk that runs no application. */
    public static void erase(Disk disk) {
        SnapshotLog.erase(disk);
    }

    /**
     * Asks that no state stays on disk that may know a person: such as was kept when what is personal now was not. What
     * folds keep that run is not personal. {@link #forgotten} tells when {@code number} is done, {@code done} is raised
     * then.
     */
    public void forget(long number, Signal done) {
        if (writer.isPresent()) {
            writer.get().forget(number, this::isOwn, done);
            return;
        }
        left.ifPresent(Snapshots::erase); // nobody has it open
        forgotten = number;
    }

    /** The highest number up to which nothing is left to forget. */
    public long forgotten() {
        return writer.map(SnapshotWriter::forgotten).orElse(forgotten);
    }

    private boolean isOwn(StoredEvent snapshot) {
        return inOrder.stream().anyMatch(fold -> fold.isOwn(snapshot));
    }

    @Override
    public void close() {
        Closing.all(closings.stream());
    }
}
