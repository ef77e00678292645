// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.world.Disk;
import java.util.Collection;
import java.util.List;

/** The files of read models on a disk. */
public final class ViewFiles {

    private static final String FILE = ".mv.db";
    private static final String TEMPORARY = ".temp.db";

    private ViewFiles() {}

    /** Deletes those of no projection in {@code running}: of older versions, set aside, left over. Their names. */
    public static List<String> deleteStrays(Disk disk, Collection<Projection> running) {
        var strays = disk.list(ViewDatabase.FOLDER).stream()
                .filter(file -> running.stream().noneMatch(projection -> isOf(projection, file))).toList();
        strays.forEach(file -> disk.delete(ViewDatabase.FOLDER + "/" + file));
        if (!strays.isEmpty()) {
            disk.flushFolder(ViewDatabase.FOLDER);
        }
        return strays;
    }

    /** Its database, what that spills while it is open, and what it is written anew in. */
    private static boolean isOf(Projection projection, String file) {
        var name = ViewDatabase.name(projection);
        return file.startsWith(name + FILE) || (file.startsWith(name + ".") && file.endsWith(TEMPORARY));
    }
}
