// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.segment.SegmentListing.Candidate;
import io.thence.pack.PackedFile;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Opens the segments that a look at the folder has shown, one after the other. Of a packed segment the newest
 * generation counts that was written to its end; the others are what a crash left, and are deleted where the access
 * writes.
 */
final class SegmentOpening {

    private final SegmentListing listing;
    private final Access access;
    private final Segments segments;

    SegmentOpening(SegmentListing listing, Access access, Segments segments) {
        this.listing = listing;
        this.access = access;
        this.segments = segments;
    }

    /**
     * Opens the one after those that are open; false if there is none, or none yet.
     *
     * @throws NoStore if it has gone since the look at the folder
     */
    boolean next() {
        int number = segments.count();
        if (listing.last() < number) {
            return false;
        }
        var candidates = listing.of(number);
        if (candidates.isEmpty()) {
            throw missing(number);
        }
        boolean last = listing.last() == number;
        for (int i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            var opened = candidate.name().isPacked() ? packed(candidate, i + 1 < candidates.size())
                    : plain(candidate, last);
            if (opened.isPresent()) {
                accept(opened.get());
                return true;
            }
            if (access == Access.WRITE && !candidate.archived()) {
                candidate.disk().delete(candidate.name().path());
            }
        }
        return false;
    }

    /** Puts a file in the place of the segment that it is; nothing if it is not whole yet. */
    void renew(Candidate candidate) {
        try {
            var fresh = candidate.name().isPacked() ? packed(candidate, true) : plain(candidate, false);
            fresh.ifPresent(segments::replace);
        } catch (NoStore _) {
            return; // there is a still newer one, which the next look will show
        }
    }

    private Corrupt missing(int number) {
        var name = new SegmentName(number, 0).path();
        return new Corrupt(listing.archives().isEmpty()
                ? name + " is missing, and later segments are there: restore it from a backup"
                : name + " is missing, and is not in the archive either (" + String.join(", ", listing.archives())
                        + "): " + SegmentListing.FIND_ARCHIVE);
    }

    private Optional<Segment> plain(Candidate candidate, boolean last) {
        var name = candidate.name().path();
        DiskFile file;
        try {
            file = candidate.disk().open(name, candidate.archived() ? Access.READ : access);
        } catch (NoStore e) {
            if (last && access == Access.READ) {
                return Optional.empty(); // its writer has taken it back meanwhile
            }
            throw e;
        }
        var header = header(file, last);
        if (header.isEmpty()) {
            file.close();
            if (!last) {
                throw new Corrupt(name + " at offset 0: the segment's head is gone; restore the file from a backup");
            }
        }
        return header.map(head -> new Segment(candidate.name(), head, file, candidate.disk()));
    }

    private static Optional<SegmentHeader> header(DiskFile file, boolean last) {
        try {
            return SegmentFiles.header(file, last);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens a packed file; empty if it was not written to its end and another file has the segment. */
    private Optional<Segment> packed(Candidate candidate, boolean others) {
        var name = candidate.name();
        PackedFile file;
        try {
            file = PackedFile.open(segments.files().of(candidate.disk(), name.path()), segments.cache());
        } catch (Corrupt e) {
            if (others) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            var header = SegmentHeader.read(ByteBuffer.wrap(file.head().opening()), name.path())
                    .orElseThrow(() -> new Corrupt(name.path() + " at offset 64: the segment's head is gone; restore"
                            + " the file from a backup"));
            if (file.head().number() != name.number() || file.head().generation() != name.generation()) {
                throw new Corrupt(name.path() + " at offset 36: it is generation " + file.head().generation()
                        + " of segment " + file.head().number() + ": give it that name again");
            }
            return Optional.of(new Segment(name, header, file, candidate.disk()));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void accept(Segment segment) {
        try {
            check(segment);
        } catch (RuntimeException e) {
            segment.file().close();
            throw e;
        }
        segments.add(segment);
        if (segment.number() > 0) {
            segments.rest(segment.number() - 1);
        }
    }

    private void check(Segment segment) {
        if (segment.number() == 0) {
            return;
        }
        var before = segments.last();
        if (!segment.header().lineage().log().equals(before.header().lineage().log())) {
            throw new Corrupt(segment.file().name()
                    + " belongs to another log than the segment before it: move it away");
        }
        var packed = before.packed();
        if (packed.isPresent() && packed.get().size() != segment.header().previousEnd()) {
            throw new Corrupt(segment.file().name() + " at offset 48: the segment before it ends at "
                    + packed.get().size() + ", not at " + segment.header().previousEnd() + "; restore both");
        }
    }
}
