// SPDX-License-Identifier: Apache-2.0
package io.thence.log.state;

import io.thence.index.IndexSettings;
import io.thence.index.InvertedIndex;
import io.thence.index.PlaceFile;
import io.thence.index.Span;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentHeader;
import io.thence.world.MemoryDisk;
import java.util.Optional;
import java.util.UUID;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One writer and readers of {@link Places}: what lies at or below the head that was published is found where it is. */
public final class PlacesStress {

    /** More than the first table has room for, and the second. */
    private static final int BATCHES = 150;
    private static final int EVENTS = 10;
    private static final int BYTES = 4 << 10;
    private static final UUID LOG = new UUID(1, 2);
    private static final PlaceFile FILE = InvertedIndex.open(Optional.empty(), new MemoryDisk(),
            new InvertedIndex.Opening(LOG, IndexSettings.of(64), true)).places();

    private PlacesStress() {}

    private static Place place(int batch) {
        return new Place(0, SegmentHeader.BYTES + (long) batch * BYTES);
    }

    private static Span span(int batch) {
        return new Span(place(batch).offset(), place(batch + 1).offset());
    }

    /** The writer publishes a head after each batch. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "a batch was not found where it is")
    @State
    public static class AddAndFind {
        private final Places places = new Places(FILE, false);
        private volatile int head;

        @Actor
        public void writer() {
            for (int batch = 0; batch < BATCHES; batch++) {
                places.add(1L + (long) batch * EVENTS, place(batch), BYTES);
                head = (batch + 1) * EVENTS;
            }
        }

        @Actor
        public void reader(Z_Result result) {
            result.r1 = true;
            for (int seen = head; seen < BATCHES * EVENTS && result.r1; seen = head) {
                for (int position = Math.max(1, seen - 3 * EVENTS); position <= seen; position++) {
                    result.r1 &= places.find(0, position).equals(span((position - 1) / EVENTS));
                }
            }
        }
    }
}
