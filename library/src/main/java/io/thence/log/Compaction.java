// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.log.compact.CompactionMark;
import io.thence.log.compact.Repacking;
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
 * <p>Stopped, or ended by a crash, it goes on the next time with the segment that it was at. It never touches the last
 * segment.
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
        first = Math.min(bookmark.number(), of);
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
        private @Nullable Repacking repacking;
        private long bytes;
        private int packed;
        private long removed;
        private long before;
        private long after;

        Work() {
            for (int i = 0; i < number; i++) {
                bytes += segments.end(i);
            }
        }

        @Override
        public boolean step() {
            if (progress.over()) {
                return false;
            }
            try {
                if (number == of) {
                    bookmark.clear();
                    end(Optional.empty());
                } else {
                    advance();
                }
            } catch (ThenceException e) {
                end(Optional.of(e));
            }
            return true;
        }

        private void advance() {
            var now = repacking;
            if (now == null) {
                bookmark.set(number);
                repacking = new Repacking(world, segments, number, rules);
                return;
            }
            var old = segments.get(number);
            long stored = stored();
            if (now.step()) {
                publish(bytes + now.done() / 2, false, Optional.empty());
                return;
            }
            if (!segments.get(number).equals(old)) {
                packed++;
                removed += now.removing();
                changed.accept(number);
                before += stored;
                after += stored();
            }
            bytes += now.end();
            repacking = null;
            number++;
            publish(bytes, false, Optional.empty());
        }

        private long stored() {
            return segments.get(number).packed().map(file -> file.stored().size())
                    .orElseGet(() -> segments.end(number));
        }

        private void end(Optional<ThenceException> failure) {
            repacking = null;
            publish(bytes, true, failure);
            over.raise();
        }

        private void publish(long done, boolean isOver, Optional<ThenceException> failure) {
            progress = new CompactionProgress(number, of, done, progress.bytesOf(), packed, removed, before, after,
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
            if (now != null) {
                now.abandon();
            }
            if (!progress.over()) {
                end(Optional.empty());
            }
        }
    }
}
