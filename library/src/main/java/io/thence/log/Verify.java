// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException;
import io.thence.ThenceException.NoStore;
import io.thence.index.IndexSettings;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Checks a log from its first byte to its flushed end: every checksum, the chain of frames, positions, epochs, the
 * structure of each record, command ids, and the files of the index, entry by entry. It goes on after damage
 * where it can. It takes no lock and writes nothing, so it can run beside a writer; what that adds meanwhile is left
 * out.
 *
 * <p>What is beyond the flushed end is no damage whatever it is: a crash may leave anything there.
 */
public final class Verify {

    private final Disk disk;
    private final LogSettings settings;
    private final Watch watch;
    private final LogCensus census = new LogCensus();
    private final List<Optional<SegmentCheck>> files = new ArrayList<>();
    private Optional<IndexCheck> index = Optional.empty();
    private long total;
    private long done;

    /** Told how far the check is. */
    @FunctionalInterface
    public interface Watch {
        /** {@code bytes} of {@code total} are checked. */
        void at(long bytes, long total);
    }

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
        for (var name : disk.list(Segment.FOLDER).stream().filter(Segment::isName).map(Segment::path).toList()) {
            var log = log(name);
            if (log.isPresent()) {
                index = IndexCheck.open(disk, log.get(), IndexSettings.of(settings.indexRows()), census.damages);
                return;
            }
        }
    }

    private Optional<UUID> log(String name) {
        var head = ByteBuffer.allocate(SegmentHeader.BYTES);
        try (var file = disk.open(name, Access.READ)) {
            file.fill(head, 0);
            return SegmentHeader.read(head.flip(), name).map(header -> header.lineage().log());
        } catch (ThenceException _) {
            return Optional.empty(); // it is said when the segment is checked
        }
    }

    private void open() {
        var names = disk.list(Segment.FOLDER).stream().filter(Segment::isName).map(Segment::path).toList();
        if (names.isEmpty()) {
            throw new NoStore("there is no store in " + disk.place() + ": check the directory");
        }
        for (var name : names) {
            while (!name.equals(Segment.name(files.size())) && Segment.name(files.size()).compareTo(name) < 0) {
                census.damages.add(Segment.name(files.size()), 0, "the file is missing");
                files.add(Optional.empty());
            }
            open(name, name.equals(names.getLast()));
        }
    }

    private void open(String name, boolean last) {
        try {
            var file = disk.open(name, Access.READ);
            total += 2 * file.size();
            files.add(Optional.of(new SegmentCheck(file, census, settings.readBytes())));
        } catch (NoStore e) {
            if (!last) {
                throw e;
            }
            // Its writer has taken it back meanwhile.
        }
    }

    private VerifyReport check() {
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
            index.get().finish();
        }
        return index.get().entries();
    }

    private void check(int number, boolean isLast, Optional<SegmentHeader> next) {
        if (files.get(number).isEmpty()) {
            census.gap();
            return;
        }
        var segment = files.get(number).get();
        long before = done;
        var known = next.isPresent() ? OptionalLong.of(next.get().previousEnd()) : OptionalLong.empty();
        segment.run(known, isLast, at -> watch.at(before + at, total));
        done = before + segment.end();
    }

    private VerifyReport report(int count, long entries) {
        var last = files.get(count - 1).orElseThrow();
        long good = last.goodUpTo(last.end());
        return new VerifyReport(disk.place(), census.lineage, count, census.frames, census.events, census.bytes,
                census.next - 1, last.name(), last.end(), census.epochs(), census.commands(), entries,
                good - last.end(), last.written(good), census.damages.count(), census.damages.list());
    }
}
