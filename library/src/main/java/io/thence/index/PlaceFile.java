// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where some of the positions of each segment of the log are: enough of them that the others are found by a short walk.
 * Blocks of pairs of a position and an offset, segment after segment; which blocks are a segment's stands in the
 * manifest. Derived, as the lists are: what is not here or damaged costs a longer walk.
 *
 * <p>One thread appends; any thread looks up.
 */
public final class PlaceFile implements AutoCloseable {

    /** Stands for an offset that is not known. */
    public static final long UNKNOWN = -1;

    private static final System.Logger LOG = System.getLogger(PlaceFile.class.getName());
    private static final String NAME = InvertedIndex.FOLDER + "/places";
    private static final long NUMBER = -1;
    private static final int PAIR = 12;
    private static final int PAIRS = (Block.BYTES - Block.HEAD) / PAIR;

    private final Disk disk;
    private final BlockCache cache;
    private final ConcurrentHashMap<Integer, long[]> heads = new ConcurrentHashMap<>();
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

    /** Takes in the first {@code count} pairs for the next segment, positions rising. */
    public void append(long[] positions, long[] offsets, int count) {
        var known = starts;
        int next = known[known.length - 1];
        for (int from = 0; from < count; from += PAIRS) {
            var block = new Block().begin(Block.PLACES);
            int pairs = Math.min(PAIRS, count - from);
            for (int i = 0; i < pairs; i++) {
                block.i64(Block.HEAD + i * PAIR, positions[from + i]);
                block.i32(Block.HEAD + i * PAIR + 8, (int) offsets[from + i]);
            }
            block.finish(NUMBER, next, Block.HEAD + pairs * PAIR);
            file().write(ByteBuffer.wrap(block.bytes()), (long) next * Block.BYTES);
            next++;
        }
        var more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = next;
        starts = more;
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

    /** Asks that what was appended survives a crash; whether there was anything. */
    @Nullable DiskFile written() {
        return file;
    }

    /** The offset of the last pair of a segment at {@code position} or before; {@link #UNKNOWN} if none is known. */
    public long find(int segment, long position) {
        var known = starts;
        if (segment + 1 >= known.length) {
            return UNKNOWN;
        }
        try {
            return find(known[segment], heads(segment, known), position);
        } catch (Corrupt | NoStore | DiskFailed e) {
            if (!told.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, () -> disk.place() + ": " + e.getMessage()
                        + "; until then some events are found by a longer walk, which is not said again");
            }
            return UNKNOWN;
        }
    }

    private long find(int first, long[] heads, long position) {
        int found = Arrays.binarySearch(heads, position);
        int number = found >= 0 ? found : -found - 2;
        if (number < 0) {
            return UNKNOWN;
        }
        var block = blocks().read(first + number, Block.PLACES);
        int from = 0;
        int to = (block.end() - Block.HEAD) / PAIR;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (block.i64(Block.HEAD + middle * PAIR) <= position) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return block.i32(Block.HEAD + (from - 1) * PAIR + 8) & 0xFFFF_FFFFL;
    }

    /** The first position in each block of a segment's pairs: read once, 8 bytes for each 1.4 MB of the log. */
    private long[] heads(int segment, int[] known) {
        var firsts = heads.get(segment);
        if (firsts == null) {
            firsts = new long[known[segment + 1] - known[segment]];
            for (int i = 0; i < firsts.length; i++) {
                firsts[i] = blocks().readOnce(known[segment] + i, Block.PLACES).i64(Block.HEAD);
            }
            heads.put(segment, firsts);
        }
        return firsts;
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
            return new BlockFile(toRead, NUMBER, cache);
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
