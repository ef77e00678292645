// SPDX-License-Identifier: Apache-2.0
package io.thence.log.compact;

import io.thence.log.segment.Segment;
import io.thence.log.segment.SegmentName;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.util.List;

/**
 * Where a compaction was when it ended early: the name of an empty file, {@code 0000000012.compacting}. It is not
 * flushed: if it is lost, the next compaction only begins with another segment.
 */
public final class CompactionMark {

    private static final String SUFFIX = ".compacting";

    private final Disk disk;

    public CompactionMark(Disk disk) {
        this.disk = disk;
    }

    private List<SegmentName> all() {
        return disk.list(Segment.FOLDER).stream().filter(file -> file.endsWith(SUFFIX))
                .flatMap(file -> SegmentName.of(file.replace(SUFFIX, ".segment")).stream()).toList();
    }

    private static String path(int number) {
        return new SegmentName(number, 0).path().replace(".segment", SUFFIX);
    }

    /** The number of the segment to begin with. */
    public int number() {
        return all().stream().mapToInt(SegmentName::number).max().orElse(0);
    }

    public void set(int number) {
        var before = all();
        if (before.stream().noneMatch(name -> name.number() == number)) {
            disk.open(path(number), Access.CREATE).close();
        }
        before.stream().filter(name -> name.number() != number).forEach(name -> disk.delete(path(name.number())));
    }

    public void clear() {
        all().forEach(name -> disk.delete(path(name.number())));
    }
}
