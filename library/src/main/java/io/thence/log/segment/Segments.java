// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.Lineage;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.pack.PackedCache;
import io.thence.world.Closing;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The segments of a log. One thread adds to the end, another may put packed ones in the place of sealed ones; any
 * thread reads.
 */
public final class Segments implements AutoCloseable {

    private final AtomicReference<Segment[]> segments = new AtomicReference<>(new Segment[0]);
    private final PackedCache cache = new PackedCache();
    private final SealedFiles files;
    private final boolean holding;
    private volatile Runnable missing = () -> {};
    private final AtomicLong highestRemoved = new AtomicLong();

    /** Segments of which a bounded number of files is open. */
    public Segments() {
        this(SealedFiles.OPEN_MAX);
    }

    private Segments(int openMax) {
        files = new SealedFiles(openMax);
        holding = openMax == Integer.MAX_VALUE;
    }

    /** Segments all of whose files stay open once they were read, so that they can be read when they are deleted. */
    static Segments holding() {
        return new Segments(Integer.MAX_VALUE);
    }

    /** One segment by itself, as if it were number 0 and the last. */
    public static Segments alone(Segment segment) {
        var alone = new Segments();
        alone.add(new Segment(new SegmentName(0, segment.name().generation()), segment.header(), segment.file(),
                segment.disk()));
        return alone;
    }

    /** What opens the files of sealed segments. */
    public SealedFiles files() {
        return files;
    }

    /** Runs {@code renewal} when a file is gone that is to be read: for a reader that is not told what replaces it. */
    public void whenMissing(Runnable renewal) {
        missing = renewal;
    }

    public int count() {
        return segments.get().length;
    }

    public Segment get(int number) {
        return segments.get()[number];
    }

    /** What readings of packed segments share. */
    public PackedCache cache() {
        return cache;
    }

    /** Which log they are of, and which life of it. */
    public Lineage lineage() {
        return last().header().lineage();
    }

    public Segment last() {
        var all = segments.get();
        return all[all.length - 1];
    }

    /** Number of the segment in which the event at {@code position} is, or would be. */
    public int of(long position) {
        var all = segments.get();
        int low = 0;
        int end = all.length;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (all[middle].header().first() <= position) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    public void add(Segment segment) {
        raise(segment);
        segments.updateAndGet(all -> {
            var more = Arrays.copyOf(all, all.length + 1);
            more[segment.number()] = segment;
            return more;
        });
    }

    private void raise(Segment segment) {
        segment.packed().ifPresent(packed ->
                highestRemoved.accumulateAndGet(packed.summary().highestRemoved(), Math::max));
    }

    /** Takes the last one out again. */
    public void dropLast() {
        last().file().close();
        segments.updateAndGet(all -> Arrays.copyOf(all, all.length - 1));
    }

    /**
     * Puts another file in the place of a segment's, and closes the old one. A reader of that one reads on in
     * the new one, by the same offsets.
     */
    public void replace(Segment fresh) {
        raise(fresh); // before anybody can miss what is gone
        var before = segments.getAndUpdate(all -> {
            var changed = all.clone();
            changed[fresh.number()] = fresh;
            return changed;
        });
        before[fresh.number()].file().close();
    }

    /** Closes the file of a segment that is not the last any more, until it is read. */
    public void rest(int number) {
        var segment = get(number);
        if (segment.file() instanceof DiskFile && !holding) {
            replace(new Segment(segment.name(), segment.header(),
                    files.of(segment.disk(), segment.name().path(), end(number)), segment.disk()));
        }
    }

    /** Reads from a segment; from the file that has come in its place, if that happens meanwhile. */
    public int read(int number, ByteBuffer into, long at) {
        int start = into.position();
        while (true) {
            var segment = get(number);
            try {
                return segment.file().fill(into, at);
            } catch (DiskFailed e) {
                if (get(number).equals(segment)) {
                    throw e;
                }
            } catch (NoStore e) {
                missing.run();
                if (get(number).equals(segment)) {
                    throw e;
                }
            }
            into.position(start);
        }
    }

    /** Where the content of a segment ends that is not the last. */
    public long end(int number) {
        return get(number + 1).header().previousEnd();
    }

    /** The highest position that was ever removed; 0 if none was. */
    public long highestRemoved() {
        return highestRemoved.get();
    }

    @Override
    public void close() {
        Closing.all(Arrays.stream(segments.get()).map(segment -> segment.file()::close));
    }
}
