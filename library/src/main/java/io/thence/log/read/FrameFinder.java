// SPDX-License-Identifier: Apache-2.0
package io.thence.log.read;

import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.FrameScan;
import io.thence.log.segment.Place;

/** Finds the frame that holds a position: from a place near it, by the lengths of the frames. For one thread. */
final class FrameFinder {

    private final LogView view;
    private final FrameScan scan;

    FrameFinder(LogView view, FrameScan scan) {
        this.view = view;
        this.scan = scan;
    }

    /** Where the frame starts that holds {@code position}, which is at or below the durable head. */
    Place find(long position) {
        var near = view.state().places().find(position, view.segments());
        long end = view.end(near.segment());
        long at = near.offset();
        while (at < end) {
            var place = new Place(near.segment(), at);
            var header = scan.header(place, end);
            if (header.isEmpty()) {
                place = scan.start(place, end);
                header = scan.header(place, end);
            }
            if (header.isEmpty()) {
                throw new Corrupt(view.segments().get(place.segment()).file().name() + " at offset " + at
                        + ": damaged since it was opened; run verify, and restore the file from a backup");
            }
            if (header.get().first() + header.get().count() > position && header.get().count() > 0) {
                return place;
            }
            at = place.offset() + header.get().length();
        }
        return new Place(near.segment(), end);
    }
}
