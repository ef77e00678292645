// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.index.IndexSettings;
import io.thence.log.LogFiles;
import io.thence.log.LogSettings;
import io.thence.log.segment.Place;
import io.thence.log.segment.SegmentFiles;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentListing;
import io.thence.log.segment.SegmentName;
import io.thence.pack.PackedCache;
import io.thence.pack.PackedCheck;
import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks a log from its first byte to its flushed end: every checksum, the chain of frames, positions, epochs, the
 * structure of each record, command ids, and the files of the index, entry by entry. It goes on after damage
 * where it can. It takes no lock and writes nothing, so it can run beside a writer; what that adds meanwhile is left
 * out.
 *
 * <p>What is beyond the flushed end is no damage whatever it is: a crash may leave anything there.
 */
public final class Verify {

    private static final System.Logger LOG = System.getLogger(Verify.class.getName());

    private final Disk disk;
    private final LogSettings settings;
    private final Watch watch;
    private final LogCensus census = new LogCensus();
    private final PackedCache cache = new PackedCache();
    private final List<Optional<SegmentCheck>> files = new ArrayList<>();
    private Optional<IndexCheck> index = Optional.empty();
    private long total;
    private long done;

    private Verify(Disk disk, LogSettings settings, Watch watch) {
        this.disk = disk;
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * Checks the log on {@code disk}.
     *
     * @throws NoStore if there is no log
     */
    public static VerifyReport run(Disk disk, LogSettings settings, Watch watch) {
        var verify = new Verify(disk, settings, watch);
        try {
            verify.openIndex();
            verify.open();
            return verify.check();
        } finally {
            verify.index.ifPresent(IndexCheck::close);
            verify.files.forEach(file -> file.ifPresent(SegmentCheck::close));
        }
    }

    /** Opens the index before the log is looked at, which only grows: so its entries are all in what is read. */
    private void openIndex() {
        var listing = SegmentListing.whole(disk);
        for (int number = 0; number <= listing.last() && index.isEmpty(); number++) {
            listing.of(number).stream().flatMap(candidate -> SegmentFiles.log(candidate).stream()).findFirst()
                    .ifPresent(log -> index = IndexCheck.open(disk, log, IndexSettings.of(settings.indexRows()),
                            census.damages));
        }
    }

    private void open() {
        var listing = SegmentListing.whole(disk);
        if (listing.last() < 0) {
            throw new NoStore("there is no store in " + disk.place() + ": check the directory");
        }
        for (int number = 0; number <= listing.last(); number++) {
            open(number, listing);
        }
    }

    private void open(int number, SegmentListing listing) {
        var damages = new ArrayList<ThenceException>();
        for (var candidate : listing.of(number)) {
            try {
                var stored = candidate.disk().open(candidate.name().path(), Access.READ);
                var file = candidate.name().isPacked() ? new PackedCheck(PackedFile.open(stored, cache)) : stored;
                total += 2 * file.size();
                files.add(Optional.of(new SegmentCheck(candidate, file, census, settings.readBytes())));
                return;
            } catch (NoStore e) {
                if (number < listing.last()) {
                    throw e;
                }
                return; // its writer has taken it back meanwhile
            } catch (Corrupt | FormatTooNew e) {
                damages.add(e); // what a crash leaves beside an older file is none
            }
        }
        var name = listing.of(number).isEmpty() ? new SegmentName(number, 0) : listing.of(number).getFirst().name();
        if (damages.isEmpty()) {
            census.damages.add(name.path(), 0, "the file is missing");
        } else {
            census.damages.add(name.path(), damages.getFirst());
        }
        files.add(Optional.empty());
    }

    private VerifyReport check() {
        census.indexed = index.map(IndexCheck::end).orElse(Place.START);
        var headers = new ArrayList<Optional<SegmentHeader>>();
        for (int i = 0; i < files.size(); i++) {
            boolean last = i == files.size() - 1;
            headers.add(files.get(i).flatMap(file -> file.readHeader(last)));
        }
        int count = files.size();
        if (count > 1 && files.getLast().map(SegmentCheck::isAbsent).orElse(false)) {
            count--;
        }
        for (int i = 0; i < count; i++) {
            check(i, i == count - 1, i + 1 < count ? headers.get(i + 1) : Optional.empty());
        }
        long entries = checkIndex(count);
        if (!census.areAllCompared) {
            var next = disk.list(LogFiles.BACKUP).isEmpty() ? "open the store, which makes them, and verify again"
                    : "a backup has none: restore it, open that store, which makes them, and verify it there";
            LOG.log(System.Logger.Level.WARNING, () -> disk.place() + ": there are too many commands to compare their"
                    + " ids without the files of the index; " + next);
        }
        watch.at(total, total);
        return report(count, entries);
    }

    /** Compares the files of the index with the log; the number of entries that were looked up. */
    private long checkIndex(int count) {
        if (index.isEmpty()) {
            return 0;
        }
        boolean isLogGood = census.damages.count() == 0;
        for (int i = 0; i < count; i++) {
            int number = i;
            files.get(i).ifPresent(segment -> {
                long before = done;
                segment.lookUp(index.get(), number, at -> watch.at(before + at, total));
                done = before + segment.end();
            });
        }
        if (isLogGood) {
            index.get().finish(census.isShrunk);
        }
        return index.get().entries();
    }

    private void check(int number, boolean isLast, Optional<SegmentHeader> next) {
        if (files.get(number).isEmpty()) {
            census.gap();
            return;
        }
        var segment = files.get(number).get();
        census.segment = number;
        long before = done;
        var known = next.isPresent() ? OptionalLong.of(next.get().previousEnd()) : OptionalLong.empty();
        segment.run(known, isLast, at -> watch.at(before + at, total));
        done = before + segment.end();
    }

    private VerifyReport report(int count, long entries) {
        var last = files.get(count - 1);
        var name = last.map(SegmentCheck::name).orElse("");
        long end = last.map(SegmentCheck::end).orElse(0L);
        long good = last.map(file -> file.goodUpTo(end)).orElse(end);
        return new VerifyReport(disk.place(), census.lineage, count, census.frames, census.events, census.removed,
                census.bytes, census.next - 1, name, end, census.openings(), census.commands(), entries, good - end,
                last.map(file -> file.written(good)).orElse(0L), census.damages.count(), census.damages.list());
    }
}
