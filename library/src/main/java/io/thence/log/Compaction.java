// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.ThenceException.Stopped;
import io.thence.log.compact.CompactionMark;
import io.thence.log.compact.Repacking;
import io.thence.log.segment.Segment;
import io.thence.log.segment.Segments;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Packs the sealed segments of an open log one after the other, beside appends and readers, and removes what may go
 * from them. It neither waits for the writer nor makes it wait: the two meet only where a packed segment takes the
 * place of a plain one.
 *
 * <p>A segment that cannot be dealt with stays as it is, and the others are dealt with. Stopped, or ended by a crash,
 * it begins the next time with the segment that it was at; ended by an error that nobody expects, with the one after
 * that. What comes before is looked at last, since more may go by now. It never touches the last segment.
 */
public final class Compaction {

    private static final Duration REST = Duration.ofHours(1);
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final World world;
    private final Segments segments;
    private final CompactionMark bookmark;
    private final RemovalRules rules;
    private final int first;
    private final IntConsumer changed;
    private final int of;
    private final Signal over = new Signal();
    private World.@Nullable Running running;
    private volatile CompactionProgress progress;

    /** Prepares the compaction of what is sealed now. */
    Compaction(World world, Segments segments, Disk disk, How how) {
        this.world = world;
        rules = how.rules();
        changed = how.changed();
        this.segments = segments;
        bookmark = new CompactionMark(disk);
        of = segments.count() - 1;
        first = bookmark.number() < of ? bookmark.number() : 0;
        long bytes = 0;
        for (int i = 0; i < of; i++) {
            bytes += segments.end(i);
        }
        progress = new CompactionProgress(0, of, 0, bytes, 0, 0, 0, 0, of == 0, Optional.empty());
    }

    /**
     * What a compaction goes by.
     *
     * @param rules   what goes
     * @param changed is told the number of each segment from which something was removed
     */
    record How(RemovalRules rules, IntConsumer changed) {}

    Compaction start() {
        running = world.start("log-compaction", new Work());
        return this;
    }

    /** How far it is. */
    public CompactionProgress progress() {
        return progress;
    }

    /** How far it is, in words. */
    @Override
    public String toString() {
        var now = progress;
        return "compaction, " + (now.over() ? "over" : "running") + ": " + now.segments() + " of " + now.of()
                + " sealed segments looked at, " + now.packed() + " written anew, " + now.removed()
                + " events removed" + now.failure().map(failure -> ", failed: " + failure.getMessage()).orElse("");
    }

    /** Waits until it is over, but at most so long; whether it is. For one thread at a time. */
    public boolean await(Duration limit) {
        long deadline = world.nanos() + limit.toNanos();
        while (!progress.over()) {
            long left = deadline - world.nanos();
            if (left <= 0) {
                return false;
            }
            world.await(over, Duration.ofNanos(Math.min(left, RECHECK.toNanos())));
        }
        return true;
    }

    /** Ends it after the step that it is in; waits for that. What it was writing is deleted. */
    public void stop() {
        if (running != null) {
            running.stop();
        }
    }

    /** The work, as a machine. */
    private final class Work implements Machine {

        private final Signal signal = new Signal();
        private int number = first;
        private int done;
        private Optional<ThenceException> failure = Optional.empty();
        private @Nullable Repacking repacking;
        private long bytes;
        private int packed;
        private long removed;
        private long before;
        private long after;

        @Override
        public boolean step() {
            if (progress.over()) {
                return false;
            }
            if (done == of) {
                clear();
                end();
                return true;
            }
            var old = segments.get(number);
            long stored = stored();
            try {
                if (advance()) {
                    return true;
                }
            } catch (ThenceException e) {
                failure = failure.or(() -> Optional.of(e));
            } catch (RuntimeException | Error e) {
                failure = Optional.of(new Stopped("the compaction broke at segment " + number + " (" + e
                        + "): no event is lost; start it again"));
                passOver(e);
                note(old, stored);
                throw e;
            }
            note(old, stored);
            next();
            return true;
        }

        /** Does a piece of the segment's work; whether there is more. */
        private boolean advance() {
            var now = repacking;
            if (now == null) {
                bookmark.set(number);
                repacking = new Repacking(world, segments, number, rules);
                return true;
            }
            if (now.step()) {
                publish(bytes + now.done() / 2, false);
                return true;
            }
            return false;
        }

        /** Lets the next one begin with another segment: this one may break it again, and the others would wait. */
        private void passOver(Throwable why) {
            try {
                bookmark.set((number + 1) % of);
            } catch (RuntimeException e) {
                why.addSuppressed(e);
            }
        }

        private void note(Segment old, long stored) {
            var now = repacking;
            if (now != null && !segments.get(number).equals(old)) {
                packed++;
                removed += now.removing();
                changed.accept(number);
                before += stored;
                after += stored();
            }
        }

        private void next() {
            repacking = null;
            bytes += segments.end(number);
            number = (number + 1) % of;
            done++;
            publish(bytes, false);
        }

        private void clear() {
            try {
                bookmark.clear();
            } catch (ThenceException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }

        private long stored() {
            return segments.get(number).packed().map(file -> file.stored().size())
                    .orElseGet(() -> segments.end(number));
        }

        private void end() {
            repacking = null;
            publish(bytes, true);
            over.raise();
        }

        private void publish(long gone, boolean isOver) {
            progress = new CompactionProgress(done, of, gone, progress.bytesOf(), packed, removed, before, after,
                    isOver, failure);
        }

        @Override
        public Signal signal() {
            return signal;
        }

        @Override
        public Duration rest() {
            return REST;
        }

        @Override
        public void ended() {
            var now = repacking;
            try {
                if (now != null) {
                    now.abandon();
                }
            } finally {
                if (!progress.over()) {
                    end(); // somebody may wait for it
                }
            }
        }
    }
}
