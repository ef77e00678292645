// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.Stopped;
import io.thence.index.RunWriter.RunId;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes sealed lists down as runs and merges runs of one size, as a machine: a piece a step. What was sealed comes
 * first, then the smallest runs, so a long merge holds nothing up. A run counts once a manifest names it, which is
 * written when the run is flushed; so a crash at any moment leaves what was before or what comes after.
 *
 * <p>Source: the log-structured merge tree, P. O'Neil et al., 1996, with tiers.
 */
final class IndexBuilder implements Machine {

    private static final System.Logger LOG = System.getLogger(IndexBuilder.class.getName());
    private static final Duration FLUSHING = Duration.ofNanos(100_000);
    private static final long PAUSES = 1 << 14; // in the time in which lists fill up
    private static final Duration PAUSE_MAX = Duration.ofMillis(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final double FULL = 1;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(10);

    private final World world;
    private final Disk disk;
    private final InvertedIndex index;
    private final IndexFiles files;
    private final int fanout;
    private final Signal signal = new Signal();
    private final List<Work> works = new ArrayList<>();
    private @Nullable Work flushing;
    private long ticket;
    private Manifest manifest;
    private Manifest.Mark sealedMark = new Manifest.Mark(new byte[0], new int[0]);
    private boolean condemned;
    private boolean broken;
    private boolean worked;
    private boolean pausing;
    private long sealedAt; // for the writer
    private volatile long filledWithin = Long.MAX_VALUE;
    private volatile Optional<ThenceException> failure = Optional.empty();

    IndexBuilder(World world, Disk disk, InvertedIndex index, Manifest manifest) {
        this.world = world;
        this.disk = disk;
        this.index = index;
        this.manifest = manifest;
        files = index.files();
        fanout = index.settings().fanout();
        sealedAt = world.nanos();
    }

    /** One run in the making: from the sealed lists, or from {@code sources}. */
    private record Work(Merge merge, DiskFile file, List<Run> sources) {
        RunId id() {
            return merge.writer().id();
        }
    }

    /** Why it does not get on; empty if it does. */
    Optional<ThenceException> failure() {
        return failure;
    }

    /**
     * There will be sealed lists, and the signal raised then; {@code mark} says how far they go. It is said before
     * anybody can see them: this may be at work, and would write them down with the mark before.
     */
    void sealing(Manifest.Mark mark) {
        sealedMark = mark;
        long now = world.nanos();
        filledWithin = now - sealedAt;
        sealedAt = now;
    }

    /**
     * Does a piece, and then leaves the processor to others, for a moment if there is time: a thread of appends that
     * finds it taken may have to wait for the rest of a time slice.
     */
    @Override
    public boolean step() {
        pausing = worked && !pausing;
        worked = !pausing && advance();
        return worked;
    }

    /** So long that there is time left when the lists that gather meanwhile are full; none if these fill up fast. */
    private Duration pause() {
        boolean late = index.load() >= FULL || filledWithin < SOON.toNanos();
        return late ? Duration.ZERO : Duration.ofNanos(Math.min(filledWithin / PAUSES, PAUSE_MAX.toNanos()));
    }

    private boolean advance() {
        if (broken) {
            return false;
        }
        try {
            boolean more = work();
            failure = more ? Optional.empty() : failure;
            return more;
        } catch (ThenceException e) {
            return failed(e);
        } catch (IndexOutOfBoundsException e) {
            return failed(InvertedIndex.nonsense(e));
        } catch (RuntimeException | Error e) {
            broken = true;
            failure = Optional.of(new Stopped("the index broke (" + e + "): open the store anew")); // nobody waits
            throw e;
        }
    }

    private boolean failed(ThenceException e) {
        LOG.log(System.Logger.Level.WARNING, () -> "the index in " + disk.place() + " waits: " + e.getMessage());
        failure = Optional.of(e);
        abandon();
        if (e instanceof Corrupt) {
            condemn();
        }
        return false;
    }

    /** Makes sure that the index is made anew at the next opening. */
    private void condemn() {
        condemned = true;
        failure = failure.or(() -> Optional.of(new Corrupt("the index is damaged: open the store anew")));
        try {
            disk.delete(manifest.name());
        } catch (DiskFailed e) {
            LOG.log(System.Logger.Level.WARNING, "the damaged index is still there", e);
        }
    }

    private boolean work() {
        if (condemned) {
            return false;
        }
        if (index.isDamaged()) {
            condemn();
            return false;
        }
        if (flushing != null) {
            return flushing.file().flushed(ticket) && flushed(flushing);
        }
        var next = next();
        next.ifPresent(this::goOn);
        return next.isPresent();
    }

    private void goOn(Work work) {
        boolean more = work.merge().step();
        if (!more) {
            works.remove(work);
        }
        if (!more || work.merge().writer().isFlushDue()) {
            flushing = work;
            ticket = work.file().flush();
        }
    }

    private boolean flushed(Work work) {
        if (!works.contains(work)) {
            publish(work);
        }
        flushing = null;
        return true;
    }

    /** What to go on with: the sealed lists, or the merge of the smallest runs. */
    private Optional<Work> next() {
        var view = index.view();
        if (!view.sealed().isEmpty() && works.stream().noneMatch(work -> work.sources().isEmpty())) {
            var lists = view.sealed().getFirst();
            works.addFirst(begin(List.of(lists.sorted()), List.of(),
                    new RunId(nextNumber(), lists.from(), index.sealedTo(), 0)));
        }
        dueMerge(view.runs()).ifPresent(sources -> works.add(begin(sources.stream().map(Run::keys).toList(), sources,
                new RunId(nextNumber(), sources.getFirst().from(), sources.getLast().to(),
                        sources.getFirst().id().level() + 1))));
        return works.stream().min((a, b) -> Integer.compare(rank(a), rank(b)));
    }

    private static int rank(Work work) {
        return work.sources().isEmpty() ? 0 : work.id().level();
    }

    private long nextNumber() {
        long number = manifest.nextRun();
        manifest = manifest.begun();
        return number;
    }

    private Work begin(List<? extends KeyCursor> cursors, List<Run> sources, RunId id) {
        var file = disk.open(Run.name(id.number()), Access.CREATE);
        try {
            return new Work(new Merge(cursors, new RunWriter(file, manifest.log(), id), index.forgotten()), file,
                    sources);
        } catch (RuntimeException e) {
            close(file::close);
            leave(Run.name(id.number()));
            throw e;
        }
    }

    /** The oldest runs of one level, if there are enough of them and none is being merged. */
    private Optional<List<Run>> dueMerge(List<Run> runs) {
        for (int level = 0; !runs.isEmpty() && level <= runs.getFirst().id().level(); level++) {
            int wanted = level;
            var same = runs.stream().filter(run -> run.id().level() == wanted).toList();
            boolean busy = works.stream().anyMatch(work -> !work.sources().isEmpty()
                    && work.sources().getFirst().id().level() == wanted);
            if (same.size() >= fanout && !busy) {
                return Optional.of(same.subList(0, fanout));
            }
        }
        return Optional.empty();
    }

    /** Puts a run that is whole and flushed in the place of what it was made of. */
    private void publish(Work work) {
        boolean ofSealed = work.sources().isEmpty();
        var runs = new ArrayList<>(index.view().runs());
        int at = ofSealed ? runs.size() : runs.indexOf(work.sources().getFirst());
        runs.removeAll(work.sources());
        var run = reopened(work.id().number());
        runs.add(at, run);
        try {
            var next = manifest.next(runs.stream().map(each -> each.id().number()).toList());
            write(ofSealed ? next.upTo(sealedMark) : next);
        } catch (DiskFailed e) {
            run.close();
            throw e;
        }
        index.publish(runs, ofSealed);
        close(work.file()::close);
        work.sources().forEach(this::delete);
    }

    /** A run that was just written; if it does not read back it is written again: its content is still there. */
    private Run reopened(long number) {
        try {
            return files.open(number);
        } catch (Corrupt e) {
            throw new DiskFailed(Run.name(number) + " does not read back as it was written: check the disk", e);
        }
    }

    private void delete(Run run) {
        close(run::close);
        leave(Run.name(run.id().number()));
    }

    private void write(Manifest next) {
        var places = index.places().written();
        if (places != null) {
            places.flush(world);
        }
        // Or the name of a run could stand, after a crash, for an older file of that name that was given up.
        disk.flushFolder(InvertedIndex.FOLDER);
        disk.delete(next.name()); // a try that failed may have left one
        try (var file = disk.open(next.name(), Access.CREATE)) {
            file.write(next.write(), 0);
            file.flush(world);
        }
        disk.flushFolder(InvertedIndex.FOLDER);
        var old = manifest;
        manifest = next;
        leave(old.name());
    }

    /** Deletes what nothing names any more; where that fails it is left over until the next opening. */
    private void leave(String name) {
        try {
            disk.delete(name);
        } catch (DiskFailed e) {
            LOG.log(System.Logger.Level.DEBUG, "left over until the next opening", e);
        }
    }

    private void drop(Work work) {
        close(work.file()::close);
        leave(Run.name(work.id().number()));
    }

    /** Closes what nobody reads from here on; a run that was published stays so, whatever its closing comes to. */
    private static void close(Runnable closing) {
        try {
            closing.run();
        } catch (DiskFailed e) {
            LOG.log(System.Logger.Level.DEBUG, "closed all the same", e);
        }
    }

    /** Works until the sealed lists are written down; when the log is opened or closed, while no other thread steps. */
    void settle() {
        while (!index.view().sealed().isEmpty()) {
            if (!advance()) {
                failure.ifPresent(e -> {
                    throw e;
                });
                world.await(new Signal(), FLUSHING);
            }
        }
    }

    /** Works until no runs are left to merge either; while no other thread steps. */
    void merge() {
        while (advance() || flushing != null) {
            if (flushing != null) {
                world.await(new Signal(), FLUSHING);
            }
        }
    }

    /** A part of the index was found damaged by a reader. */
    void damaged() {
        signal.raise();
    }

    /** Gives up what is not finished, and the index if it is damaged; nothing steps any more. */
    void close() {
        abandon();
        if (index.isDamaged() && !condemned) {
            condemn();
        }
    }

    private void abandon() {
        if (flushing != null && !works.contains(flushing)) {
            drop(flushing);
        }
        flushing = null;
        works.forEach(this::drop);
        works.clear();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Duration rest() {
        if (pausing) {
            return pause();
        }
        if (flushing != null) {
            return FLUSHING;
        }
        return failure.isPresent() ? AFTER_FAILURE : REST;
    }
}
