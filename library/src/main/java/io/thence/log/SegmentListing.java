// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.Corrupt;
import io.thence.world.Disk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which files of which segments there are. */
final class SegmentListing {

    private static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparingInt((Candidate candidate) -> candidate.name().generation()).reversed();

    private final NavigableMap<Integer, List<Candidate>> files = new TreeMap<>();

    /**
     * A file that may be the segment.
     *
     * @param disk where it lies
     * @param name its name there
     */
    record Candidate(Disk disk, SegmentName name) {}

    /** Looks what is on {@code disk}. */
    SegmentListing(Disk disk) {
        for (var file : disk.list(Segment.FOLDER)) {
            SegmentName.of(file).ifPresent(name ->
                    files.computeIfAbsent(name.number(), _ -> new ArrayList<>()).add(new Candidate(disk, name)));
        }
        files.values().forEach(candidates -> candidates.sort(NEWEST_FIRST));
    }

    /**
     * What is on {@code disk}, to be opened.
     *
     * @throws Corrupt if a restore has not put everything there yet
     */
    static SegmentListing whole(Disk disk) {
        if (disk.list(Segment.FOLDER).contains(LogFiles.RESTORING.substring(Segment.FOLDER.length() + 1))) {
            throw new Corrupt("a restore into " + disk.place() + " was not finished: run it again, it goes on; or"
                    + " delete the directory");
        }
        return new SegmentListing(disk);
    }

    /** The number of the last segment; -1 if there is none. */
    int last() {
        return files.isEmpty() ? -1 : files.lastKey();
    }

    /** The files of a segment, the newest generation first. */
    List<Candidate> of(int number) {
        return files.getOrDefault(number, List.of());
    }
}
