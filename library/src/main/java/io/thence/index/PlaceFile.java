// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Spans} of each segment of the log that is complete. Derived, as the lists are: what is not here or damaged
 * costs a longer walk.
 *
 * <p>A segment has blocks of spans, small ones, so that a look-up reads little, and after them its fences, which say at
 * which position each of those begins; which blocks are a segment's stands in the manifest. What pairs and fences say
 * counts from the position and the offset before them.
 *
 * <pre>
 * spans:   8 u64 position | 16 u32 offset | 20 u32 end of the last | 24 (u16 position | u24 offset)*
 * fences:  8 u64 position | 16 (u32 position)*
 * </pre>
 *
 * <p>A look-up takes two blocks from a cache of their own, 4 MiB for a usual log, which is all that is kept in memory.
 * One thread appends; any thread looks up.
 */
public final class PlaceFile implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PlaceFile.class.getName());
    private static final String NAME = InvertedIndex.FOLDER + "/places";
    private static final long NUMBER = -1;

    private static final int OFFSET = Block.HEAD + 8;
    private static final int END = Block.HEAD + 12;
    private static final int PAIRS_AT = Block.HEAD + 16;
    private static final int PAIR = 5;
    private static final int DISTANCE_MAX = (1 << 16) - 1;
    private static final int OFFSET_MAX = (1 << 24) - 1;
    private static final int FENCES_AT = Block.HEAD + 8;
    private static final int FENCE = 4;

    static final int BLOCK = 1 << 10;
    static final int PAIRS = (BLOCK - PAIRS_AT) / PAIR;
    static final int FENCES = (BLOCK - FENCES_AT) / FENCE;

    private final Disk disk;
    private final BlockCache cache;
    private volatile int[] starts; // of the segment's blocks; one more, where the next segment's begin
    private final AtomicReference<@Nullable BlockFile> blocks = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private @Nullable DiskFile file;

    PlaceFile(Disk disk, BlockCache cache, int[] starts) {
        this.disk = disk;
        this.cache = cache;
        this.starts = starts.length == 0 ? new int[] {0} : starts;
    }

    /** The segments that it has: numbers from 0 to before this. */
    public int segments() {
        return starts.length - 1;
    }

    int[] starts() {
        return starts;
    }

    /** Takes in the spans of the next segment; in one write, for which the writer of the log waits. */
    public void append(Spans spans) {
        var known = starts;
        int start = known[known.length - 1];
        var made = new ArrayList<Block>();
        var fences = new int[spans.size()];
        int count = 0;
        for (int at = 0; at < spans.size(); count++) {
            fences[count] = spans.positions()[at];
            at = addSpans(spans, at, made, start);
        }
        for (int at = 0; at < count; at += FENCES) {
            addFences(spans.first(), Arrays.copyOfRange(fences, at, Math.min(count, at + FENCES)), made, start);
        }
        if (!made.isEmpty()) {
            write(made, start);
        }
        var more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = start + made.size();
        starts = more;
    }

    /** Makes a block of as many spans as fit, from index {@code from} on; the index of the next. */
    private static int addSpans(Spans spans, int from, List<Block> made, int start) {
        var block = new Block(BLOCK).begin(Block.PLACES);
        int position = spans.positions()[from];
        long offset = spans.offset(from);
        int at = from;
        while (at < spans.size() && at - from < PAIRS && spans.positions()[at] - position <= DISTANCE_MAX
                && spans.offset(at) - offset <= OFFSET_MAX) {
            int pair = PAIRS_AT + (at - from) * PAIR;
            block.u16(pair, spans.positions()[at] - position);
            block.u24(pair + 2, (int) (spans.offset(at) - offset));
            at++;
        }
        block.i64(Block.HEAD, spans.first() + position);
        block.i32(OFFSET, (int) offset);
        block.i32(END, (int) (at < spans.size() ? spans.offset(at) : spans.end()));
        block.finish(NUMBER, start + made.size(), PAIRS_AT + (at - from) * PAIR);
        made.add(block);
        return at;
    }

    private static void addFences(long first, int[] fences, List<Block> made, int start) {
        var block = new Block(BLOCK).begin(Block.PLACE_FENCES);
        block.i64(Block.HEAD, first + fences[0]);
        for (int i = 0; i < fences.length; i++) {
            block.i32(FENCES_AT + i * FENCE, fences[i] - fences[0]);
        }
        block.finish(NUMBER, start + made.size(), FENCES_AT + fences.length * FENCE);
        made.add(block);
    }

    private void write(List<Block> made, int start) {
        var all = ByteBuffer.allocate(made.size() * BLOCK);
        made.forEach(block -> all.put(block.bytes()));
        file().write(all.flip(), (long) start * BLOCK);
    }

    private DiskFile file() {
        var open = file;
        if (open == null) {
            boolean isThere = disk.list(InvertedIndex.FOLDER).contains("places");
            open = disk.open(NAME, isThere ? Access.WRITE : Access.CREATE);
            file = open;
        }
        return open;
    }

    /** The file with what was appended, for who flushes it; null if nothing was. */
    @Nullable DiskFile written() {
        return file;
    }

    /** The span of a segment that holds {@code position}; null if it is not known. */
    public @Nullable Span find(int segment, long position) {
        var known = starts;
        if (segment + 1 >= known.length) {
            return null;
        }
        try {
            return find(known[segment], known[segment + 1], position);
        } catch (Corrupt | NoStore | DiskFailed e) {
            if (!told.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, () -> disk.place() + ": " + e.getMessage()
                        + "; until then some events are found by a longer walk, which is not said again");
            }
            return null;
        }
    }

    /** The same among the blocks from {@code from} to before {@code to}. */
    private @Nullable Span find(int from, int to, long position) {
        int leaves = to - from - Math.ceilDiv(to - from, FENCES + 1);
        if (leaves <= 0) {
            return null;
        }
        int at = to - 1;
        var fences = blocks().read(at, Block.PLACE_FENCES);
        while (at > from + leaves && fences.i64(Block.HEAD) > position) {
            fences = blocks().read(--at, Block.PLACE_FENCES);
        }
        int leaf = atOrBefore(fences, FENCES_AT, FENCE, position);
        if (leaf < 0) {
            return null;
        }
        var block = blocks().read(from + (at - from - leaves) * FENCES + leaf, Block.PLACES);
        int pair = atOrBefore(block, PAIRS_AT, PAIR, position);
        return pair < 0 ? null : span(block, pair);
    }

    private static Span span(Block block, int pair) {
        long base = block.u32(OFFSET);
        int at = PAIRS_AT + pair * PAIR + 2;
        boolean isLast = at + PAIR > block.end();
        return new Span(base + block.u24(at), isLast ? block.u32(END) : base + block.u24(at + PAIR));
    }

    /** The last of a block's pairs or fences whose position is {@code position} or less; -1 if there is none. */
    private static int atOrBefore(Block block, int start, int bytes, long position) {
        long distance = position - block.i64(Block.HEAD);
        int low = 0;
        int end = (block.end() - start) / bytes;
        while (low < end) {
            int middle = (low + end) >>> 1;
            int at = start + middle * bytes;
            if ((bytes == PAIR ? block.u16(at) : block.u32(at)) <= distance) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low - 1;
    }

    private BlockFile blocks() {
        var known = blocks.get();
        if (known != null) {
            return known;
        }
        var opened = opened();
        var first = blocks.compareAndExchange(null, opened);
        if (first == null) {
            return opened;
        }
        opened.close();
        return first;
    }

    private BlockFile opened() {
        var toRead = disk.open(NAME, Access.READ);
        try {
            return new BlockFile(toRead, NUMBER, cache, BLOCK);
        } catch (RuntimeException e) {
            toRead.close();
            throw e;
        }
    }

    @Override
    public void close() {
        var open = blocks.get();
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }
}
