// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import static io.thence.index.RecentTable.BASE;
import static io.thence.index.RecentTable.HIGH;
import static io.thence.index.RecentTable.LAST;
import static io.thence.index.RecentTable.LOW;
import static io.thence.index.RecentTable.META;
import static io.thence.index.RecentTable.WORDS;

/**
 * The lists of what was appended lately: an open-addressing table of rows and an {@link Arena}; no object per list. The
 * last entry of a list stands in its row, the ones before it in blocks. A row's place follows the first bits of its
 * fingerprint, so the table is almost sorted.
 *
 * <p>One thread adds; any thread reads. A reader takes a row's last entry first and then its count: the entries that
 * the count promises, less one, stand in blocks by then, and the last one is no older than what it saw.
 */
final class RecentLists implements Lists {

    private final int usedMax;
    private final Arena arena;
    private final ConcurrentHashMap<Print, Cut> cuts = new ConcurrentHashMap<>();
    private final long from;
    private volatile RecentTable table;
    private volatile long to = Long.MAX_VALUE >>> 16;
    private int used;
    @SuppressWarnings("UnusedVariable") // or what was read for it would not be read
    private long touched;

    /**
     * What was taken from the beginning of a list: entries that are gone, and floors with the events that set them, the
     * last first.
     */
    private record Cut(long removed, List<Floor> floors) {
        static final Cut NONE = new Cut(0, List.of());

        /** A floor that an event at position {@code at} set. */
        record Floor(long floor, long at) {}

        Cut with(Cut more) {
            return new Cut(removed + more.removed, Stream.concat(more.floors.stream(), floors.stream()).toList());
        }

        long floor(long head) {
            return floors.stream().filter(set -> set.at <= head).mapToLong(Floor::floor).max().orElse(0);
        }
    }

    /** Lists of what comes after position {@code from}, in an empty table. */
    RecentLists(IndexSettings settings, long from, RecentTable empty) {
        this.from = from;
        table = empty;
        usedMax = RecentTable.most(settings.slots());
        arena = new Arena(settings.chunks(), settings.chunkBits());
    }

    /** How full it is: 1 or more when it is time to write it down. */
    double load() {
        return arena.isFull() ? 1 : (double) Math.max(used, cuts.size() * 4L) / usedMax;
    }

    /** Says that entries of these lists are added next. */
    void expect(Prints prints) {
        touched = table.touch(prints);
    }

    /** Adds an entry, which is greater than the list's last. */
    void add(long high, long low, long posting) {
        int row = rowFor(high, low);
        var rows = table.rows();
        long meta = rows[row + META];
        int count = (int) (meta >>> 32);
        int block = (int) meta;
        if (count > 0) {
            int ordinal = count - 1;
            if (ordinal == 0) {
                block = arena.block(0, 0);
            } else if (ordinal == arena.start(block) + arena.capacity(arena.start(block))) {
                block = arena.block(block, ordinal);
            }
            arena.entry(block, ordinal - arena.start(block), rows[row + LAST]);
        }
        WORDS.setRelease(rows, row + META, (count + 1L) << 32 | block);
        WORDS.setRelease(rows, row + LAST, posting);
    }

    private int rowFor(long high, long low) {
        int row = table.find(high, low);
        if (row >= 0) {
            return row;
        }
        if (used >= RecentTable.most(table.slots()) || -row - 1 >= table.rows().length) {
            table = table.grown();
            row = table.find(high, low);
        }
        row = -row - 1;
        var rows = table.rows();
        rows[row + LOW] = low;
        rows[row + LAST] = Posting.NONE;
        WORDS.setRelease(rows, row + HIGH, high);
        used++;
        return row;
    }

    /** Says that nothing is added any more, and that the last position is {@code position}. */
    void end(long position) {
        to = position;
    }

    /** Sets how many entries the older lists have, of a list that is here; for the writer's thread. */
    void base(Print print, long base) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        if (row >= 0) {
            WORDS.setRelease(rows.rows(), row + BASE, base + 1);
        }
    }

    /** How many entries the older lists have; less than 0 if that was not said. */
    long base(Print print) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        return row < 0 ? -1 : rows.get(row + BASE) - 1;
    }

    /** How many slots its table has. */
    int slots() {
        return table.slots();
    }

    /** Says that entries of a list were removed before this. */
    void removed(Print print, long removed) {
        cut(print, new Cut(removed, List.of()));
    }

    /** Says that the event at position {@code at} sets a list's floor. */
    void floor(Print print, long floor, long at) {
        cut(print, new Cut(0, List.of(new Cut.Floor(floor, at))));
    }

    private void cut(Print print, Cut cut) {
        rowFor(print.high(), print.low());
        cuts.merge(print, cut, Cut::with);
    }

    /** How many entries of a list were removed. */
    long removed(Print print) {
        return cuts.isEmpty() ? 0 : cuts.getOrDefault(print, Cut.NONE).removed();
    }

    @Override
    public long from() {
        return from;
    }

    @Override
    public long to() {
        return to;
    }

    @Override
    public long total(Print print) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        return row < 0 ? 0 : (rows.get(row + META) >>> 32) + removed(print);
    }

    @Override
    public long last(Print print) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        return row < 0 ? Posting.NONE : rows.get(row + LAST);
    }

    @Override
    public long floor(Print print, long head) {
        return cuts.isEmpty() ? 0 : cuts.getOrDefault(print, Cut.NONE).floor(head);
    }

    @Override
    public long upTo(Print print, long bound) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        if (row < 0) {
            return 0;
        }
        long last = rows.get(row + LAST);
        long meta = rows.get(row + META);
        int inBlocks = (int) (meta >>> 32) - 1;
        int block = inBlocks > 0 ? blockAtOrBefore((int) meta, inBlocks, bound) : -1;
        int count = 0;
        if (block >= 0) {
            int start = arena.start(block);
            int end = Math.min(inBlocks, start + arena.capacity(start));
            for (count = start; count < end && arena.entry(block, count - start) <= bound; count++) {}
        }
        if (last == Posting.NONE) {
            return removed(print);
        }
        boolean lastIsInBlocks = inBlocks > 0 && entryBefore((int) meta, inBlocks) >= last;
        boolean withLast = count == Math.max(inBlocks, 0) && last <= bound && !lastIsInBlocks;
        return removed(print) + count + (withLast ? 1 : 0);
    }

    private long entryBefore(int block, int count) {
        int at = block;
        while (arena.start(at) >= count) {
            at = arena.previous(at);
        }
        return arena.entry(at, count - 1 - arena.start(at));
    }

    /** The last block of the first {@code count} entries whose first one is {@code bound} or less; -1 if none is. */
    private int blockAtOrBefore(int lastBlock, int count, long bound) {
        int block = lastBlock;
        while (arena.start(block) >= count || arena.entry(block, 0) > bound) {
            if (arena.start(block) == 0) {
                return -1;
            }
            block = arena.previous(block);
        }
        return block;
    }

    @Override
    public boolean forwards(Print print, long bound, PostingBuffer into) {
        var rows = table;
        int row = rows.find(print.high(), print.low());
        into.clear();
        if (row < 0) {
            return false;
        }
        long last = rows.get(row + LAST);
        if (last < bound) {
            return false;
        }
        long meta = rows.get(row + META);
        int inBlocks = (int) (meta >>> 32) - 1;
        if (inBlocks > 0) {
            int next = -1;
            int block = (int) meta;
            while (arena.start(block) >= inBlocks) {
                block = arena.previous(block);
            }
            while (arena.entry(block, 0) > bound && arena.start(block) > 0) {
                next = block;
                block = arena.previous(block);
            }
            copy(block, inBlocks, into);
            into.keep(into.atOrAfter(bound, 0), into.size());
            if (into.size() == 0 && next >= 0) {
                copy(next, inBlocks, into);
            }
            if (next >= 0) {
                return true; // more blocks follow
            }
        }
        if (into.size() == 0 || into.lastValue() < last) {
            into.add(last);
        }
        return true;
    }

    @Override
    public boolean backwards(Print print, long bound, PostingBuffer into) {
        into.clear();
        var rows = table;
        int row = rows.find(print.high(), print.low());
        if (row < 0) {
            return false;
        }
        long last = rows.get(row + LAST);
        long meta = rows.get(row + META);
        int inBlocks = (int) (meta >>> 32) - 1;
        if (inBlocks > 0) {
            int block = blockAtOrBefore((int) meta, inBlocks, bound);
            if (block >= 0) {
                copy(block, inBlocks, into);
                int end = into.atOrAfter(bound + 1, 0);
                boolean wasAll = end == into.size() && arena.start(block) + end == inBlocks;
                into.keep(0, end);
                if (!wasAll) {
                    return true;
                }
            }
        }
        if (last != Posting.NONE && last <= bound && (into.size() == 0 || into.lastValue() < last)) {
            into.add(last);
        }
        return into.size() > 0;
    }

    /** Copies those of the first {@code count} entries that stand in {@code block}. */
    private void copy(int block, int count, PostingBuffer into) {
        arena.entries(block, count - arena.start(block), into);
    }

    /** Goes through the lists; nothing is added any more. */
    RecentKeys sorted() {
        return new RecentKeys(this, table, arena);
    }
}
