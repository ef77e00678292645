// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks a log from its first byte to its flushed end: every checksum, the chain of frames, positions, epochs, the
 * structure of each record, command ids, and the index that is built from it, entry by entry. It goes on after damage
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
            verify.open();
            return verify.check();
        } finally {
            verify.files.forEach(file -> file.ifPresent(SegmentCheck::close));
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
        for (var file : files.subList(0, count)) {
            file.ifPresent(segment -> {
                long before = done;
                segment.lookUp(at -> watch.at(before + at, total));
                done = before + segment.end();
            });
        }
        watch.at(total, total);
        return report(count);
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

    private VerifyReport report(int count) {
        var last = files.get(count - 1).orElseThrow();
        census.index.finish(last.name());
        long good = last.goodUpTo(last.end());
        return new VerifyReport(disk.place(), census.lineage, count, census.frames, census.events, census.bytes,
                census.next - 1, last.name(), last.end(), census.epochs(), census.commands(), census.index.keys(),
                good - last.end(), last.written(good), census.damages.count(), census.damages.list());
    }
}
