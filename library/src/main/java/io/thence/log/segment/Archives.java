// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The directories to which segments of a log were moved. Each is named by a small file in the log's folder,
 * {@code 1.archive}: one line with the directory, to be edited where that was moved itself.
 */
public final class Archives {

    private static final Pattern NAME = Pattern.compile("(\\d{1,4})\\.archive");
    private static final int NAME_BYTES_MAX = 4 << 10;

    private final Disk disk;

    public Archives(Disk disk) {
        this.disk = disk;
    }

    private List<String> files() {
        return disk.list(Segment.FOLDER).stream().filter(file -> NAME.matcher(file).matches()).toList();
    }

    /** The directories, in the order of the files that name them. */
    List<String> directories() {
        var directories = new ArrayList<String>();
        for (var name : files()) {
            try (var file = disk.open(Segment.path(name), Access.READ)) {
                var bytes = ByteBuffer.allocate((int) Math.min(NAME_BYTES_MAX, file.size()));
                file.fill(bytes, 0);
                var text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
                if (!text.isEmpty() && text.indexOf('\0') < 0) { // else a crash came before anything was moved
                    directories.add(text);
                }
            }
        }
        return directories;
    }

    /** Makes sure that a directory is named, also after a crash. */
    public void add(String directory, FileCopy copy) {
        if (directories().contains(directory)) {
            return;
        }
        int number = 1;
        while (files().contains(number + ".archive")) {
            number++;
        }
        copy.write((directory + "\n").getBytes(StandardCharsets.UTF_8), disk, Segment.path(number + ".archive"));
        disk.flushFolder(Segment.FOLDER);
    }
}
