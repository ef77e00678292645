// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Spans in memory and in their file against a list of the frames. */
class PlaceFileTest {

    private static final Logger QUIET = Logger.getLogger(PlaceFile.class.getName());
    private static final int SPAN_MAX = 2 << 10;

    private final MemoryDisk disk = new MemoryDisk();
    private final PlaceFile file = open();

    /** A frame with events. */
    private record Batch(long first, int count, long offset, int length) {
        long end() {
            return offset + length;
        }
    }

    private PlaceFile open(int... starts) {
        return new PlaceFile(disk, new BlockCache(16), starts);
    }

    @AfterEach
    void close() {
        file.close();
    }

    private static Spans spans(List<Batch> batches) {
        var spans = Spans.NONE;
        for (var batch : batches) {
            spans = spans.with(batch.first(), batch.offset(), batch.end());
        }
        return spans;
    }

    /** Each position is in its span, which is the frame alone or short; so are those at the ends of spans. */
    private static void check(List<Batch> batches, PlaceFile file, int segment) {
        var spans = spans(batches);
        for (var batch : batches) {
            var span = spans.find(batch.first());
            assertThat(span.offset()).isLessThanOrEqualTo(batch.offset());
            assertThat(span.end()).isGreaterThanOrEqualTo(batch.end());
            assertThat(span.end() - span.offset()).isLessThanOrEqualTo(Math.max(SPAN_MAX, batch.length()));
            assertThat(spans.find(batch.first() + batch.count() - 1)).isEqualTo(span);
            assertThat(file.find(segment, batch.first())).isEqualTo(span);
            assertThat(file.find(segment, batch.first() + batch.count() - 1)).isEqualTo(span);
        }
    }

    /** Frames one after the other, of up to so many events and bytes. */
    private static List<Batch> batches(int count, long first, int events, int bytes) {
        var random = new Random(count);
        var batches = new ArrayList<Batch>();
        long position = first;
        long offset = 64;
        for (int i = 0; i < count; i++) {
            var batch = new Batch(position, 1 + random.nextInt(events), offset, 56 + random.nextInt(bytes));
            batches.add(batch);
            position += batch.count();
            offset = batch.end();
        }
        return batches;
    }

    @Test
    void eachPositionIsFoundInAShortSpan() {
        var segments = List.of(
                batches(1, 1, 1, 100),
                batches(3_000, 50, 20, 9_000),
                batches(60_000, 1_000_000, 3, 5_000), // more blocks than fences fit into one
                List.<Batch>of(),
                batches(100, 5_000_000_000L, 100_000, 5_000), // positions further apart than a block says
                batches(150, 6_000_000_000L, 5, 40 << 20), // offsets too, and beyond what an int says
                batches(PlaceFile.PAIRS, 7_000_000_000L, 1, 1).stream()
                        .map(batch -> new Batch(batch.first(), 1, 64 + 4_096 * (batch.first() - 7_000_000_000L), 4_096))
                        .toList());
        segments.forEach(batches -> file.append(spans(batches)));
        assertThat(file.segments()).isEqualTo(segments.size());
        assertThat(file.starts()[3] - file.starts()[2]).isGreaterThan(PlaceFile.FENCES);
        try (var again = open(file.starts())) {
            for (int i = 0; i < segments.size(); i++) {
                check(segments.get(i), file, i);
                check(segments.get(i), again, i);
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        file.append(spans(batches(10, 100, 1, 5_000)));
        file.append(Spans.NONE);
        assertThat(file.find(0, 99)).isNull();
        assertThat(file.find(1, 110)).isNull();
        assertThat(file.find(2, 110)).isNull();
        assertThat(Spans.NONE.find(1)).isNull();
        assertThat(Spans.NONE.with(5, 64, 100).find(4)).isNull();
    }

    @Test
    void whoReadsSpansSeesNothingOfThoseThatCome() {
        var before = spans(batches(30, 1, 1, 1)); // all in one span, then a second one
        var after = before.with(31, before.end(), before.end() + SPAN_MAX);
        assertThat(before.find(31)).isEqualTo(new Span(64, before.end()));
        assertThat(after.find(31)).isEqualTo(new Span(before.end(), before.end() + SPAN_MAX));
        assertThat(after.find(30)).isEqualTo(new Span(64, before.end()));
    }

    @Test
    void aDamagedBlockCostsItsOwnPlacesOnly() {
        var batches = batches(1_000, 1, 10, 5_000);
        file.append(spans(batches));
        try (var open = disk.open(InvertedIndex.FOLDER + "/places", Access.WRITE)) {
            open.write(ByteBuffer.wrap(new byte[] {1}), PlaceFile.BLOCK + 100);
        }
        QUIET.setLevel(Level.OFF);
        try (var damaged = open(file.starts())) {
            var unknown = batches.stream().filter(batch -> damaged.find(0, batch.first()) == null).toList();
            assertThat(unknown).hasSizeBetween(PlaceFile.PAIRS, 2 * PlaceFile.PAIRS);
            assertThat(batches.indexOf(unknown.getLast()) - batches.indexOf(unknown.getFirst()))
                    .isEqualTo(unknown.size() - 1);
            check(batches.subList(0, 100), damaged, 0);
        } finally {
            QUIET.setLevel(null);
        }
    }
}
