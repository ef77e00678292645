// SPDX-License-Identifier: Apache-2.0
package io.thence.log.frame;

import io.thence.Lineage;
import io.thence.Position;
import io.thence.ThenceException.Corrupt;
import io.thence.log.frame.FrameScan.Found;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.Place;
import io.thence.log.segment.Segments;
import io.thence.store.Command;
import io.thence.store.Remembered;
import java.util.Optional;

/** Reads what became of a command from the head of its batch. For one thread. */
public final class CommandLookup {

    private static final int WINDOW = 4 << 10;

    private final Segments segments;
    private final Lineage lineage;
    private final FrameScan scan;

    public CommandLookup(Segments segments, Lineage lineage) {
        this.segments = segments;
        this.lineage = lineage;
        scan = new FrameScan(segments, WINDOW);
    }

    /** What became of the command whose batch is at {@code place}; empty if that was removed, and is forgotten. */
    public Optional<Remembered> at(Place place) {
        scan.forget();
        var file = segments.get(place.segment()).file();
        if (scan.at(place, file.size()) instanceof Found.Good(Frame frame)) {
            if (frame.isHole()) {
                return Optional.empty();
            }
            var head = frame.head();
            if (head.command().isPresent()) {
                return Optional.of(remembered(head.command().get(), frame.header(), head));
            }
        }
        throw new Corrupt(file.name() + " at offset " + place.offset()
                + ": the batch of a command cannot be read; run verify, and restore the file from a backup");
    }

    /** What becomes of a command whose batch has these heads. */
    public Remembered remembered(Command command, FrameHeader header, BatchHead head) {
        long first = header.count() == 0 ? header.first() - 1 : header.first();
        long last = header.count() == 0 ? first : first + header.count() - 1;
        return new Remembered(command, new Position(lineage, first), new Position(lineage, last), header.count(),
                head.refused());
    }
}
