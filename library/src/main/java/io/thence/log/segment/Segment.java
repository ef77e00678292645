// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.pack.PackedFile;
import io.thence.world.Disk;
import io.thence.world.DiskFile;
import io.thence.world.ReadableFile;
import java.util.Optional;

/**
 * One piece of the log. All but the last are sealed: their content does not change, but for what is removed from it,
 * and then each frame that stays keeps its offset.
 *
 * @param name   its place among the segments, and which file of that it is
 * @param header its head
 * @param file   the open file
 * @param disk   where that lies
 */
public record Segment(SegmentName name, SegmentHeader header, ReadableFile file, Disk disk) {

    public static final String FOLDER = "log";

    /** The file whose being there says that the log's files are not all there yet. */
    public static final String RESTORING = "restoring";

    /** A file of the folder with the folder's name. */
    public static String path(String file) {
        return FOLDER + "/" + file;
    }

    /** Whether it lies on {@code where}: on that very disk, not one that is like it. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isOn(Disk where) {
        return disk == where;
    }

    public int number() {
        return name.number();
    }

    /** The file, if the segment was packed. */
    public Optional<PackedFile> packed() {
        return file instanceof PackedFile packed ? Optional.of(packed) : Optional.empty();
    }

    /** The file of the last segment, which is written to. */
    public DiskFile writable() {
        if (file instanceof DiskFile plain) {
            return plain;
        }
        throw new IllegalStateException(file.name() + " was packed, and is not written to again");
    }
}
