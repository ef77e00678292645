// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.Lineage;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogFiles;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import io.thence.world.Watch;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a log from a backup, in an empty directory. Its epoch is one higher than that of the log that was copied: so
 * checkpoints, read models and positions that have seen more than the backup holds are told apart from its own.
 *
 * <p>As long as it is not finished, a file says so, and no log is opened there. Interrupted, it goes on when it is
 * started again.
 */
public final class Restore {

    /** What a store consists of: none of it may be there. */
    private static final List<String> FOLDERS = List.of(LogFiles.FOLDER, "views", "index", "snapshots/log");

    private final World world;
    private final Disk backup;
    private final Disk to;

    /** Will restore the backup on {@code backup} to {@code to}. Closes neither. */
    public Restore(World world, Disk backup, Disk to) {
        this.world = world;
        this.backup = backup;
        this.to = to;
    }

    /**
     * Restores.
     *
     * @return what the log has now
     * @throws NoStore    if there is no finished backup
     * @throws BadRequest if {@code to} is not empty
     * @throws Corrupt    if the backup is damaged: then no log is there, and a repeat with a good one goes on
     */
    public BackupReport run(Watch watch) {
        var manifest = Backup.finished(backup);
        to.lock();
        long total = BackupReport.of(manifest).bytes();
        var copied = new long[1];
        var copy = new FileCopy(world, bytes -> watch.at(copied[0] += bytes, total));
        begin(manifest, copy);
        var replacements = new Replacements(world, backup);
        for (var item : manifest.files()) {
            try (var file = replacements.open(item)) {
                if (!copy.copy(file, item.bytes(), to, item.name()).equals(item.sha256())) {
                    throw new Corrupt(item.name() + " at offset 0: " + Backup.different(item)
                            + "; nothing was restored");
                }
            } catch (NoStore e) {
                throw new Corrupt(item.name() + " at offset 0: the file is missing in " + backup.place()
                        + ", and the manifest names it: take another backup; nothing was restored");
            }
        }
        to.flushFolder(LogFiles.FOLDER);
        var end = manifest.end();
        var lineage = new Lineage(end.lineage().log(), end.lineage().epoch() + 1);
        LogFiles.goOn(world, to, end, lineage);
        to.delete(LogFiles.RESTORING);
        to.flushFolder(LogFiles.FOLDER);
        var report = BackupReport.of(manifest);
        return new BackupReport(lineage, report.head(), report.files(), report.bytes());
    }

    private void begin(BackupManifest manifest, FileCopy copy) {
        byte[] mark = manifest.write();
        var there = to.list(LogFiles.FOLDER);
        if (!there.contains(nameOnly(LogFiles.RESTORING))) {
            refuseContent();
        } else if (Arrays.equals(mark, marked())) {
            return; // it stays until all is there: without it, half a log would be taken for a log
        } else if (there.size() > 1) {
            throw new BadRequest(to.place() + " holds the beginning of another restore: empty it first");
        }
        copy.write(mark, to, LogFiles.RESTORING);
        to.flushFolder(LogFiles.FOLDER);
    }

    private void refuseContent() {
        for (var folder : FOLDERS) {
            if (!to.list(folder).isEmpty()) {
                throw new BadRequest(to.place() + " is not empty, there is something in " + folder
                        + "/: give an empty directory");
            }
        }
    }

    private static String nameOnly(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    private byte[] marked() {
        try (var file = to.open(LogFiles.RESTORING, Access.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.fill(bytes, 0);
            return bytes.array();
        }
    }
}
