// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.log.frame.Frame;
import io.thence.log.frame.FrameScan;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import java.util.Optional;

/** Finds good frames in one segment's bytes without trusting that one follows on the other. */
final class FrameSearch {

    private final FrameScan scan;

    FrameSearch(FrameScan scan) {
        this.scan = scan;
    }

    /** The next good frame that starts at {@code from} or later and ends at {@code limit} or before. */
    Optional<Frame> next(long from, long limit) {
        for (long at = from; at + FrameHeader.BYTES <= limit; at++) {
            var place = new Place(0, at);
            if (scan.isZero(place, limit)) {
                at += 4; // a frame's length is not 0, and its first byte is: none starts in these five
            } else if (scan.at(place, limit) instanceof Found.Good(Frame frame) && frame.header().flushed() <= at) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /** The highest offset that a good frame says was flushed. */
    long flushed(long limit) {
        long flushed = SegmentHeader.BYTES;
        var frame = next(SegmentHeader.BYTES, limit);
        while (frame.isPresent()) {
            flushed = Math.max(flushed, frame.get().header().flushed());
            frame = next(frame.get().end(), limit);
        }
        return flushed;
    }
}
