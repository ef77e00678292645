// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.world.Disk;
import java.util.List;
import java.util.function.Predicate;

/**
 * The file of an H2 database, and the mark that says that it is open: an empty file beside it that is named after the
 * machine's boot. H2 sums up no page: of what was not flushed when the power was lost, any part may be there, and
 * nothing tells. So a file that bears the mark of another boot is not read.
 *
 * @param name the database
 */
record EmbeddedFile(Disk disk, String name) {

    private static final String FOLDER = Disk.DATABASES;
    private static final String FILE = Disk.DATABASE_FILE;
    private static final String MARK = FILE + ".open-";
    private static final String TEMPORARY = ".temp.db";
    private static final String UNKNOWN = "unknown";

    /** All files of the folder, marks among them. */
    static List<String> all(Disk disk) {
        return disk.list(FOLDER);
    }

    static void delete(Disk disk, List<String> files) {
        files.forEach(file -> disk.delete(FOLDER + "/" + file));
        if (!files.isEmpty()) {
            disk.flushFolder(FOLDER);
        }
    }

    static boolean isMark(String file) {
        return file.contains(MARK);
    }

    /** The JDBC address; who asks for it is about to open it. */
    String address() {
        return disk.database(name);
    }

    boolean exists() {
        return all(disk).contains(name + FILE);
    }

    /** Whether {@code file} is its own: the database, its mark, what it spills, and what it is written anew in. */
    boolean has(String file) {
        return file.startsWith(name + FILE) || (file.startsWith(name + ".") && file.endsWith(TEMPORARY));
    }

    /** Whether it was open when the machine may have lost its power. */
    boolean isDoubtful() {
        return exists() && !marks(mark -> !mark.equals(mark()) || mark.equals(MARK + UNKNOWN)).isEmpty();
    }

    private String mark() {
        return MARK + disk.boot().orElse(UNKNOWN);
    }

    private List<String> marks(Predicate<String> which) {
        return all(disk).stream().filter(file -> file.startsWith(name + MARK))
                .filter(file -> which.test(file.substring(name.length()))).toList();
    }

    /** It is about to be opened: from now on it is doubtful after a loss of power. */
    void opening() {
        var own = name + mark();
        if (!all(disk).contains(own)) {
            disk.open(FOLDER + "/" + own, Disk.Access.CREATE).close();
        }
        delete(disk, marks(mark -> !mark.equals(mark())));
        flushFolder();
    }

    /** It is closed in good order, and flushed. */
    void closed() {
        delete(disk, marks(_ -> true));
    }

    /** Deletes the database alone: who has it open makes it anew. */
    void delete() {
        disk.delete(FOLDER + "/" + name + FILE);
        flushFolder();
    }

    void flushFolder() {
        disk.flushFolder(FOLDER);
    }
}
