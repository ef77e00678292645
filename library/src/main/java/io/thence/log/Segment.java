// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.world.DiskFile;
import java.util.Locale;

/**
 * One file of the log.
 *
 * @param number its place among the segments, from 0
 * @param header its head
 * @param file   the open file
 */
record Segment(int number, SegmentHeader header, DiskFile file) {

    static final String FOLDER = "log";
    private static final String SUFFIX = ".segment";

    /** The file's name for a segment whose number is {@code number}: in ASCII digits, whatever the language. */
    static String name(int number) {
        return FOLDER + "/" + String.format(Locale.ROOT, "%010d", number) + SUFFIX;
    }

    /** A file of the folder with the folder's name. */
    static String path(String file) {
        return FOLDER + "/" + file;
    }

    /** Whether a file in the folder is a segment. */
    static boolean isName(String file) {
        return file.endsWith(SUFFIX);
    }
}
