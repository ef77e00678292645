// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException.Corrupt;
import io.thence.world.Disk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which files of which segments there are. */
public final class SegmentListing {

    /** What lies here counts before what lies in an archive, and of the rest the newest. */
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::archived)
            .thenComparing(Candidate::name, Comparator.reverseOrder());

    /** What is to be done where segments are missing that may be in an archive. */
    public static final String FIND_ARCHIVE =
            "make that directory reachable, or name its new place in the files " + Segment.path("*.archive");

    private final List<String> archives;
    private final List<String> emptyArchives;
    private final NavigableMap<Integer, List<Candidate>> files = new TreeMap<>();

    /**
     * A file that may be the segment.
     *
     * @param disk     where it lies
     * @param name     its name there
     * @param archived whether that is an archive
     */
    public record Candidate(Disk disk, SegmentName name, boolean archived) {
        /** Whether it lies on {@code where}: on that very disk, not one that is like it. */
        @SuppressWarnings("ReferenceEquality")
        public boolean isOn(Disk where) {
            return disk == where;
        }
    }

    /** Looks what is on {@code disk}, and in its archives. */
    public SegmentListing(Disk disk) {
        archives = new Archives(disk).directories();
        add(disk, false);
        int last = last();
        emptyArchives = archives.stream().filter(directory -> !add(disk.elsewhere(directory), true)).toList();
        if (last >= 0) {
            files.tailMap(last, false).clear(); // an archive has older ones only: the log was restored since
        }
        files.values().forEach(candidates -> candidates.sort(BEST_FIRST));
    }

    /** Whether there is any file. */
    private boolean add(Disk from, boolean archived) {
        var names = from.list(Segment.FOLDER);
        for (var file : names) {
            SegmentName.of(file).ifPresent(name -> files.computeIfAbsent(name.number(), _ -> new ArrayList<>())
                    .add(new Candidate(from, name, archived)));
        }
        return !names.isEmpty();
    }

    /** The directories to which segments were moved. */
    List<String> archives() {
        return archives;
    }

    /** Those of them in which no segment is to be seen: moved themselves, or not reachable. */
    public List<String> emptyArchives() {
        return emptyArchives;
    }

    /**
     * What is on {@code disk}, to be opened.
     *
     * @throws Corrupt if a restore has not put everything there yet
     */
    public static SegmentListing whole(Disk disk) {
        if (disk.list(Segment.FOLDER).contains(Segment.RESTORING)) {
            throw new Corrupt("a restore into " + disk.place() + " was not finished: run it again, it goes on; or"
                    + " delete the directory");
        }
        var listing = new SegmentListing(disk);
        if (listing.last() < 0 && !listing.archives.isEmpty()) {
            throw new Corrupt("all segments of the log in " + disk.place() + " are missing, and none is in its archive"
                    + " (" + String.join(", ", listing.archives) + "): make that directory reachable, and restore the"
                    + " others");
        }
        return listing;
    }

    /** The number of the last segment; -1 if there is none. */
    public int last() {
        return files.isEmpty() ? -1 : files.lastKey();
    }

    /** The files of a segment, the one that counts first. */
    public List<Candidate> of(int number) {
        return files.getOrDefault(number, List.of());
    }
}
