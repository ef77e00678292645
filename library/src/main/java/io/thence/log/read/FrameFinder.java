// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.FrameScan;
import io.thence.log.segment.Place;

/** Finds the frame that holds a position: in the span that has it, by the lengths of the frames. For one thread. */
final class FrameFinder {

    private final LogView view;
    private final FrameScan scan;

    FrameFinder(LogView view, FrameScan scan) {
        this.view = view;
        this.scan = scan;
    }

    /** Where the frame starts that holds {@code position}, which is at or below the durable head. */
    Place find(long position) {
        int segment = view.segments().of(position);
        var span = view.state().places().find(segment, position);
        long end = view.end(segment);
        long limit = Math.min(span.end(), end);
        long at = span.offset();
        while (at < end) {
            var place = new Place(segment, at);
            var header = scan.header(place, limit); // reads no further
            if (header.isEmpty()) {
                place = scan.start(place, end);
                header = scan.header(place, end);
            }
            if (header.isEmpty()) {
                throw new Corrupt(view.segments().get(segment).file().name() + " at offset " + at
                        + ": damaged since it was opened; run verify, and restore the file from a backup");
            }
            if (header.get().first() + header.get().count() > position && header.get().count() > 0) {
                return place;
            }
            at = place.offset() + header.get().length();
        }
        return new Place(segment, end);
    }
}
