// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.world.Closing;
import io.thence.world.Disk;
import io.thence.world.Machine;
import io.thence.world.World;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The inverted index of a log: for each name a list of {@link Posting}s in rising order. Derived: what is lost is made
 * again from the log.
 *
 * <p>What comes is filed in memory. When that is full it is sealed and written down as a {@link Run} by a machine in
 * the background, which also merges runs. So memory is bounded, whatever the number of lists: recent lists twice, a
 * cache of blocks, and a few bytes for some thousand lists. A question that looks only behind a recent position touches
 * memory alone.
 *
 * <p>One thread writes; any thread reads. Entries are made before they are durable: readers leave out what is beyond
 * the position that they may see.
 */
public final class InvertedIndex implements AutoCloseable {

    /** The folder of its files. */
    public static final String FOLDER = "index";

    private final IndexSettings settings;
    private final IndexFiles files;
    private final Fingerprint fingerprint;
    private final Optional<IndexBuilder> builder;
    private final PlaceFile places;
    private final byte[] bookmark;
    private volatile boolean damaged;
    private volatile boolean floors;
    private final AtomicReference<IndexView> view;
    /** The next table, made by the builder: the writer would stall while it is cleared. */
    private final AtomicReference<@Nullable RecentTable> spare = new AtomicReference<>();
    private volatile long sealedTo;
    private volatile LongPredicate forgotten = _ -> false;

    private InvertedIndex(Optional<World> world, Disk disk, IndexFiles files, Opening how) {
        settings = how.settings();
        this.files = files;
        fingerprint = new Fingerprint(how.log());
        var opened = how.anew() ? files.none() : files.open();
        if (world.isPresent()) {
            sweep(opened);
        }
        places = new PlaceFile(disk, new BlockCache(settings.cacheBlocks()), opened.manifest().places());
        var runs = opened.runs();
        bookmark = opened.manifest().bookmark();
        long to = runs.isEmpty() ? 0 : runs.getLast().to();
        floors = runs.stream().anyMatch(run -> run.foot().floors() > 0);
        view = new AtomicReference<>(IndexView.of(new RecentLists(settings, to, RecentTable.first(settings)), runs));
        builder = world.map(its -> new IndexBuilder(its, disk, this, opened.manifest()));
    }

    private void sweep(IndexFiles.Opened opened) {
        try {
            files.sweep(opened.manifest());
        } catch (RuntimeException e) {
            Closing.after(e, opened.runs().stream().map(run -> run::close));
            throw e;
        }
    }

    /**
     * How an index is opened.
     *
     * @param log      id of its log
     * @param settings its limits
     * @param anew     whether what is there is of no use
     */
    public record Opening(UUID log, IndexSettings settings, boolean anew) {}

    /**
     * Opens the index that lies on {@code disk}; an empty one, with a word, if there is none that is whole. For the one
     * process that may write, {@code world} is there. Without it, what is sealed stays in memory.
     */
    public static InvertedIndex open(Optional<World> world, Disk disk, Opening how) {
        var files = new IndexFiles(disk, how.log(), new BlockCache(how.settings().cacheBlocks()));
        return new InvertedIndex(world, disk, files, how);
    }

    /** Up to where in the log it goes, as its caller described it when it was sealed; empty for the beginning. */
    public byte[] bookmark() {
        return bookmark;
    }

    /** Where positions are in the segments of the log. */
    public PlaceFile places() {
        return places;
    }

    /** Makes fingerprints of names. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Entries of commands that {@code isForgotten} holds for are left out when runs are merged. */
    public void forgetting(LongPredicate isForgotten) {
        forgotten = isForgotten;
    }

    LongPredicate forgotten() {
        return forgotten;
    }

    IndexSettings settings() {
        return settings;
    }

    IndexFiles files() {
        return files;
    }

    IndexView view() {
        return view.get();
    }

    long sealedTo() {
        return sealedTo;
    }

    /** The machine that writes runs. */
    public Machine builder() {
        return builder.orElseThrow();
    }

    // For the writer.

    /** Files an entry, which is greater than the list's last. */
    public void add(long high, long low, long posting) {
        view.get().active().add(high, low, posting);
    }

    /** Says that entries of these lists are filed next. */
    public void expect(Prints prints) {
        view.get().active().expect(prints);
    }

    /** Says that {@code removed} entries before the next are gone from a list. */
    public void removed(Print print, long removed) {
        view.get().active().removed(print, removed);
    }

    /** Sets a list's floor: it holds for readers that may see the event at position {@code at}, which sets it. */
    public void floor(Print print, long floor, long at) {
        view.get().active().floor(print, floor, at);
        floors = true;
    }

    /** How full memory is, roughly for others: at 1 it is time to {@link #seal}, if nothing sealed is left. */
    public double load() {
        return view.get().active().load();
    }

    /** Whether sealed lists are still being written down. */
    public boolean isSealing() {
        return !view.get().sealed().isEmpty();
    }

    /** How often lists were sealed that are not written down. */
    public int sealed() {
        return view.get().sealed().size();
    }

    /** Why sealed lists cannot be written down; empty if they can. */
    public Optional<ThenceException> failure() {
        return builder.flatMap(IndexBuilder::failure);
    }

    /** Seals what was filed, all of it durable, up to position {@code to}; {@code here} says where the log goes on. */
    public void seal(long to, byte[] here) {
        if (builder.isPresent() && isSealing()) {
            throw new IllegalStateException("what was sealed before is not written down yet");
        }
        sealedTo = to;
        view.get().active().end(to);
        var fresh = new RecentLists(settings, to,
                Optional.ofNullable(spare.getAndSet(null)).orElseGet(() -> RecentTable.first(settings)));
        builder.ifPresent(its -> its.sealing(new Manifest.Mark(here, places.starts())));
        view.updateAndGet(now -> now.sealed(fresh));
        builder.ifPresent(its -> its.signal().raise());
    }

    /** Writes sealed lists down on the caller's thread; at an opening or closing of the log. */
    public void settle() {
        builder.ifPresent(IndexBuilder::settle);
        view.updateAndGet(IndexView::settled);
    }

    /** Merges what there is to merge on the caller's thread, where no machine steps. */
    public void merge() {
        builder.ifPresent(IndexBuilder::merge);
    }

    void publish(List<Run> runs, boolean ofSealed) {
        var before = view.getAndUpdate(now -> now.with(runs, ofSealed));
        if (ofSealed) {
            spare.set(RecentTable.of(Math.min(settings.slots(), before.sealed().getFirst().slots())));
        }
    }

    /** How many entries a list has, those that were removed among them. For the writer, which has filed them all. */
    public long size(Print print, Optional<Older> seen) {
        var now = view.get();
        return seen.filter(older -> older.isGood(now)).orElseGet(() -> older(print)).total()
                + now.active().total(print);
    }

    /** Notes beside a list to which an entry was added what was seen of the older ones: the next caller finds it. */
    public void note(Print print, Older seen) {
        var now = view.get();
        if (seen.isGood(now)) {
            now.active().base(print, seen.total());
        }
    }

    /** The last entry of a list; {@link Posting#NONE} if it has none. For the writer. */
    public long last(Print print, Optional<Older> seen) {
        var now = view.get();
        long recent = now.active().last(print);
        return recent != Posting.NONE ? recent
                : seen.filter(older -> older.isGood(now)).map(Older::last).orElseGet(() -> older(print).last());
    }

    // For all.

    /** Looks a list up in all but the active lists. */
    public Older older(Print print) {
        var now = view.get();
        long base = now.active().base(print);
        return base >= 0 ? new Older(now.active(), base, Posting.NONE)
                : now.before().flatMap(lists -> goneOn(now, lists, print)).orElseGet(() -> search(print));
    }

    private static Optional<Older> goneOn(IndexView now, RecentLists before, Print print) {
        long base = before.base(print);
        return base < 0 ? Optional.empty()
                : Optional.of(new Older(now.active(), base + before.total(print), before.last(print)));
    }

    private Older search(Print print) {
        return reading(now -> {
            long total = 0;
            long last = Posting.NONE;
            for (int i = 0; i < now.olderCount(); i++) {
                var lists = now.older(i);
                long here = lists.total(print);
                total += here;
                last = here == 0 ? last : Math.max(last, lists.last(print));
            }
            return new Older(now.active(), total, last);
        });
    }

    /** The last entry of a list, as far as the writer has come; {@link Posting#NONE} if it has none. */
    public long last(Print print) {
        return reading(now -> {
            for (int i = now.count() - 1; i >= 0; i--) {
                long last = now.get(i).last(print);
                if (last != Posting.NONE) {
                    return last;
                }
            }
            return Posting.NONE;
        });
    }

    /** The last entry of a list if it is greater than {@code bound}; else {@link Posting#NONE}. */
    public long lastAfter(Print print, long bound) {
        return reading(now -> {
            for (int i = now.count() - 1; i >= 0 && now.get(i).to() >= Posting.position(bound); i--) {
                long last = now.get(i).last(print);
                if (last != Posting.NONE) {
                    return last > bound ? last : Posting.NONE;
                }
            }
            return Posting.NONE;
        });
    }

    /** How many entries up to {@code bound} a list has, those that were removed among them. */
    public long upTo(Print print, long bound) {
        return reading(now -> {
            long count = 0;
            for (int i = 0; i < now.count() && now.get(i).from() < Posting.position(bound); i++) {
                var lists = now.get(i);
                count += lists.to() < Posting.position(bound) ? lists.total(print) : lists.upTo(print, bound);
            }
            return count;
        });
    }

    /** A list's floor for a reader up to {@code head}: what lies below it is not shown any more. 0 if it has none. */
    public long floor(Print print, long head) {
        if (!floors) {
            return 0;
        }
        return reading(now -> {
            long floor = 0;
            for (int i = now.count() - 1; i >= 0; i--) {
                floor = Math.max(floor, now.get(i).floor(print, head)); // a later one may be lower: it changes nothing
            }
            return floor;
        });
    }

    /** Whether any list has a floor. */
    public boolean hasFloors() {
        return floors;
    }

    /** Begins to read a list; entries at {@code limit} or below may be left out. */
    public PostingCursor cursor(Print print, long limit) {
        return new PostingCursor(this, print, limit);
    }

    boolean forwards(Print print, long bound, PostingBuffer into) {
        return reading(now -> {
            for (int i = 0; i < now.count(); i++) {
                var lists = now.get(i);
                if (lists.to() >= Posting.position(bound) && lists.forwards(print, bound, into)) {
                    return true;
                }
            }
            return false;
        });
    }

    boolean backwards(Print print, long bound, long limit, PostingBuffer into) {
        return reading(now -> {
            for (int i = now.count() - 1; i >= 0 && now.get(i).to() >= Posting.position(limit); i--) {
                var lists = now.get(i);
                if (lists.from() < Posting.position(bound) && lists.backwards(print, bound, into)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Reads; again, when a file was merged into another and closed meanwhile. */
    private <T> T reading(Function<IndexView, T> read) {
        while (true) {
            var now = view.get();
            try {
                return read.apply(now);
            } catch (DiskFailed e) {
                if (now.change() == view.get().change()) {
                    throw e;
                }
            } catch (Corrupt e) {
                throw damaged(e);
            } catch (IndexOutOfBoundsException e) {
                throw damaged(nonsense(e));
            }
        }
    }

    private Corrupt damaged(Corrupt why) {
        damaged = true;
        builder.ifPresent(IndexBuilder::damaged);
        return why;
    }

    /** Blocks that are whole by their checksum, and whose content is none that this version writes. */
    static Corrupt nonsense(IndexOutOfBoundsException e) {
        return new Corrupt(FOLDER + "/: the content of a file makes no sense (" + e.getMessage()
                + "); the index is made anew from the log when the store is opened for writing again");
    }

    /** Whether a part of it was found damaged: it is made anew at the next opening. */
    boolean isDamaged() {
        return damaged;
    }

    /** How many entries its files have. */
    public long entries() {
        return view.get().runs().stream().mapToLong(run -> run.foot().entries()).sum();
    }

    @Override
    public void close() {
        builder.ifPresent(IndexBuilder::close);
        try (places) {
            Closing.all(view.get().runs().stream().map(run -> run::close));
        }
    }
}
