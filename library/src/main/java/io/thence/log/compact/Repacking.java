// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentName;
import io.thence.log.segment.Segments;
import io.thence.pack.PackedFile;
import io.thence.pack.PackedHead;
import io.thence.pack.PackedWriter;
import io.thence.pack.Summary;
import io.thence.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Packs one sealed segment, in bounded steps: surveys it, writes it anew, reads back what was written, puts it in the
 * place of the old file, deletes that. The new file is whole and flushed with its folder before it counts, and the old
 * one is there until then: a crash at any moment leaves either. For one thread.
 */
public final class Repacking {

    /** About how many bytes of content a step goes through. */
    private static final int STEP = 1 << 20;
    /** A packed segment is not written anew for less than this part of it, if no event goes. */
    private static final int WORTH = 10;

    private final World world;
    private final Segments segments;
    private final Segment segment;
    private final SegmentName name;
    private final long end;
    private final Survey survey;
    private final FrameScan scan;
    private Phase phase = Phase.SURVEY;
    private long at = SegmentHeader.BYTES;
    private @Nullable PackedWriter writer;
    private @Nullable FrameRewrite rewrite;

    private enum Phase { SURVEY, WRITE, OVER }

    /** Will pack segment {@code number}, which is not the last. */
    public Repacking(World world, Segments segments, int number, WhatGoes rules) {
        this.world = world;
        this.segments = segments;
        segment = segments.get(number);
        name = new SegmentName(number, segment.name().generation() + 1);
        end = segments.end(number);
        survey = new Survey(rules, segment, end);
        scan = new FrameScan(segments, STEP);
    }

    /**
     * Does a bounded piece; false if nothing is left to do.
     *
     * @throws ThenceException if it cannot be done; then the segment is as before
     */
    public boolean step() {
        try {
            switch (phase) {
                case SURVEY -> survey();
                case WRITE -> write();
                case OVER -> {
                    return false;
                }
            }
            return phase != Phase.OVER;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private void survey() {
        for (long until = at + STEP; at < until && at < end; ) {
            survey.take(next());
        }
        if (at < end) {
            return;
        }
        boolean worth = survey.newlyRemoved() > 0 || survey.droppedBytes() * WORTH > end;
        if (!worth && (segment.packed().isPresent() || isArchived())) {
            phase = Phase.OVER;
            return;
        }
        segment.disk().delete(name.path()); // what an attempt that failed may have left
        var head = new PackedHead(segment.header().lineage(), name.number(), name.generation(),
                segment.header().write().array());
        writer = new PackedWriter(segment.disk(), name.path(), head,
                PackedWriter.dictionary(survey.samples(), end));
        rewrite = new FrameRewrite(writer, survey, segment.header().previous());
        at = SegmentHeader.BYTES;
        phase = Phase.WRITE;
    }

    /** An archive may be one that is only read: it is written to only for what must go. */
    private boolean isArchived() {
        return !segment.isOn(segments.last().disk());
    }

    private Frame next() {
        if (scan.at(new Place(segment.number(), at), end) instanceof Found.Good(Frame frame)) {
            at = frame.end();
            return frame;
        }
        throw new Corrupt(segment.file().name() + " at offset " + at
                + ": damaged, so the segment is not packed; run verify, and restore the file from a backup");
    }

    private void write() {
        var into = rewrite;
        var file = writer;
        if (into == null || file == null) {
            throw new IllegalStateException("nothing is being written");
        }
        for (long until = at + STEP; at < until && at < end; ) {
            into.take(next());
        }
        if (at < end) {
            return;
        }
        into.end();
        var after = segments.get(segment.number() + 1).header();
        file.finish(world, new Summary(end, after.first(), survey.highestRemoved(), survey.removed(),
                after.previous()), survey.remnant().write());
        writer = null;
        replace();
        phase = Phase.OVER;
    }

    private void replace() {
        var disk = segment.disk();
        var packed = proven();
        segments.replace(packed);
        disk.delete(segment.name().path());
        disk.flushFolder(Segment.FOLDER);
    }

    /** The new file, which survives a crash, and can be read from end to end. */
    private Segment proven() {
        var disk = segment.disk();
        try {
            disk.flushFolder(Segment.FOLDER);
            var packed = new Segment(name, segment.header(),
                    PackedFile.open(segments.files().of(disk, name.path()), segments.cache()), disk);
            try {
                new PackedProof(packed, segments.get(segment.number() + 1).header()).run();
                return packed;
            } catch (RuntimeException | Error e) {
                packed.file().close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            disk.delete(name.path());
            throw e;
        }
    }

    /** Takes back what was begun. */
    public void abandon() {
        phase = Phase.OVER;
        if (writer != null) {
            try {
                writer.abandon();
            } catch (ThenceException _) {
                // What stays is not whole, and goes when the log is opened the next time.
            }
            writer = null;
        }
    }

    /** How far it is, of twice {@link #end}. */
    public long done() {
        return switch (phase) {
            case SURVEY -> at;
            case WRITE -> end + at;
            case OVER -> 2 * end;
        };
    }

    /** Where the segment's content ends. */
    public long end() {
        return end;
    }

    /** How many events it removes. */
    public int removing() {
        return survey.newlyRemoved();
    }
}
