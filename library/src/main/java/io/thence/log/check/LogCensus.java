// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.CommandId;
import io.thence.Lineage;
import io.thence.log.frame.BatchRecord;
import io.thence.log.frame.Frame;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import io.thence.pack.Summary;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a log's frames add up to, and what the next frame must look like. */
final class LogCensus {

    /** More commands than an index keeps in memory: only where its files are lost there are more. */
    private static final int RECENT_MAX = 1_000_000;

    final Damages damages = new Damages();
    boolean areAllCompared = true;
    long frames;
    long events;
    long removed;
    boolean isShrunk;
    long bytes;
    long next = 1;
    Optional<Lineage> lineage = Optional.empty();
    /** Number of the segment that is read. */
    int segment;
    /** Ids of commands in batches from here on are compared in memory, those before by the index. */
    Place indexed = Place.START;
    private final Set<CommandId> recent = new HashSet<>();
    private int openings;
    private long commands;
    private int checksum;
    private boolean linked;
    private long epoch;

    /** Takes a segment's head in; {@code previousGood} says whether all before it was read. */
    void take(SegmentHeader header, String file) {
        if (lineage.isPresent() && !lineage.get().log().equals(header.lineage().log())) {
            damages.add(file, 16, "the segment belongs to log " + header.lineage() + ", those before to "
                    + lineage.get());
        }
        lineage = Optional.of(header.lineage());
        if (linked && header.previous() != checksum) {
            damages.add(file, 36, "the segment does not follow on the frame before it");
        }
        if (linked && header.first() != next) {
            damages.add(file, 40, "the segment begins with position " + header.first() + ", expected " + next);
        }
        if (!linked && header.first() > next) {
            damages.add(file, 40, lost(header.first()));
        }
        next = header.first();
        checksum = header.previous();
        linked = true;
    }

    /** Takes the next good frame in. */
    void take(Frame frame, String file) {
        var header = frame.header();
        long at = frame.offset();
        if (linked && header.previous() != checksum) {
            damages.add(file, at + 32, "the frame does not follow on the one before it");
        }
        if (linked && header.first() != next) {
            damages.add(file, at + 16, "the frame's position is " + header.first() + ", expected " + next);
        }
        if (header.epoch() < epoch) {
            damages.add(file, at + 24, "the frame's writer epoch is " + header.epoch() + ", after " + epoch);
        }
        if (header.flushed() > at) {
            damages.add(file, at + 40, "the frame says that " + header.flushed() + " was flushed, which is after it");
        }
        openings += header.epoch() > epoch ? 1 : 0;
        epoch = Math.max(epoch, header.epoch());
        checksum = header.checksum();
        linked = true;
        frames++;
        next = header.first() + header.count();
        takeContent(frame, file);
    }

    /** Takes in what a packed segment says of itself, after its last frame. */
    void take(Summary summary, String file) {
        if (linked && next != summary.next()) {
            damages.add(file, summary.end(), "the segment ends before position " + next + ", its footer says "
                    + summary.next());
        }
        if (!linked && summary.next() > next) {
            damages.add(file, summary.end(), lost(summary.next()));
        }
        next = summary.next();
        checksum = summary.lastChecksum();
        linked = true;
    }

    private void takeContent(Frame frame, String file) {
        var content = BatchCheck.of(frame);
        long gone = frame.isHole() ? frame.header().count()
                : content.records().stream().filter(BatchRecord::isGone).count();
        removed += gone;
        isShrunk |= gone > 0 || frame.isHole();
        events += frame.header().count() - gone;
        if (!content.wrong().isEmpty()) {
            damages.add(file, frame.offset(), content.wrong());
        }
        content.head().command().ifPresent(command -> {
            commands++;
            if (new Place(segment, frame.offset()).compareTo(indexed) >= 0 && !take(command.id())) {
                damages.add(file, frame.offset(), "command id " + command.id().text() + " was used before");
            }
        });
    }

    /** Whether a command was not met before, among those that are in no file of the index. */
    private boolean take(CommandId id) {
        if (recent.size() < RECENT_MAX) {
            return recent.add(id);
        }
        areAllCompared = false;
        return !recent.contains(id);
    }

    /** Whether a command is among those that are in no file of the index. */
    boolean isRecent(CommandId id) {
        return recent.contains(id);
    }

    /** Says that something could not be read: the next frame or segment need not follow on the last one. */
    void gap() {
        linked = false;
    }

    /** Which positions are missing before {@code first}, in words. */
    String lost(long first) {
        return first == next + 1 ? "position " + next + " is lost"
                : "positions " + next + " to " + (first - 1) + " are lost";
    }

    int openings() {
        return openings;
    }

    long commands() {
        return commands;
    }
}
