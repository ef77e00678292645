// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogFiles;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.check.VerifyReport.Damage;
import io.thence.world.Disk;
import io.thence.world.FileCopy;
import io.thence.world.FileDisk;
import io.thence.world.Watch;
import io.thence.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Copies a log to another directory, while it is written to: everything that was acknowledged when the backup began.
 * Only the log: what is derived from it is built anew, and keys are never kept beside the data.
 *
 * <p>The copy is a log of its own, which can be read and verified where it is. Taken into the same directory again, a
 * backup copies what is new; what is there and right is left. Until the new manifest is written the one before counts,
 * and all its files are as they were: sealed files do not change, and the last one grows; what a recovery has moved
 * from its end is cut off after that, and a last one that goes on with something else is {@linkplain Replacements
 * written beside}. So a backup may be interrupted at any moment, and goes on when it is started again.
 */
public final class Backup {

    private final World world;
    private final Disk from;
    private final Disk to;
    private final LogSettings settings;

    /** Will copy the log on {@code from} to {@code to}. Closes neither. */
    public Backup(World world, Disk from, Disk to, LogSettings settings) {
        this.world = world;
        this.from = from;
        this.to = to;
        this.settings = settings;
    }

    /** Whether a disk holds a backup, or the beginning of one. */
    public static boolean isOn(Disk disk) {
        return new Manifests(disk).isBegun();
    }

    /**
     * Looks whether a backup may be made in a directory, which need not exist.
     *
     * @throws BadRequest if it lies in that of a store, or of a backup, also through links
     */
    public static void refuseWithin(Path to) {
        for (var above : FileDisk.withThoseAbove(to).stream().skip(1).toList()) {
            try (var disk = new FileDisk(above)) {
                if (LogStore.isOn(disk)) {
                    throw new BadRequest(to + " lies in " + above + ", which holds a store or a backup: what happens"
                            + " to that happens to it too; give a directory elsewhere, best on another device");
                }
            }
        }
    }

    /**
     * Copies.
     *
     * @throws BadRequest if there is something else at the place
     * @throws NoStore    if there is no log
     * @throws Corrupt    if the log is damaged
     */
    public BackupReport run(Watch watch) {
        to.lock();
        try (var log = LogFiles.open(world, from, settings)) {
            var total = log.parts().stream().mapToLong(LogFiles.Part::bytes).sum();
            var copied = new long[1];
            var copy = new FileCopy(world, bytes -> watch.at(copied[0] += bytes, total));
            var manifests = new Manifests(to);
            var before = manifests.newest();
            refuseOther(manifests, before, log);
            manifests.begin(copy);
            var replacements = new Replacements(world, to);
            replacements.settle(before.map(BackupManifest::files).orElse(List.of()));
            var taken = world.now();
            var items = new ArrayList<BackupManifest.Item>();
            for (var part : log.parts()) {
                var sha256 = isOther(before, part, copy) ? replacements.write(part, copy)
                        : copy.copyOver(part.file(), part.bytes(), to, part.name());
                items.add(new BackupManifest.Item(part.name(), part.bytes(), sha256));
            }
            to.flushFolder(LogFiles.FOLDER);
            var manifest = new BackupManifest(log.end(), taken, items);
            manifests.add(manifest, copy);
            clean(items);
            replacements.settle(items);
            items.forEach(item -> copy.cut(to, item.name(), item.bytes()));
            LogFiles.goOn(world, to, log.end(), log.end().lineage());
            return BackupReport.of(manifest);
        }
    }

    /** Whether a file goes on with something else than what the manifest before has of it, as only its last one may. */
    private boolean isOther(Optional<BackupManifest> before, LogFiles.Part part, FileCopy copy) {
        return before.map(old -> old.files().getLast()).filter(item -> item.name().equals(part.name()))
                .filter(item -> !copy.isCopy(part.file(), Math.min(item.bytes(), part.bytes()), to, item.name()))
                .isPresent();
    }

    private void refuseOther(Manifests manifests, Optional<BackupManifest> before, LogFiles log) {
        if (!manifests.isBegun()) {
            refuse(!to.list(LogFiles.FOLDER).isEmpty(), "holds a store and no backup");
            refuse(to.list("").stream().anyMatch(file -> !file.equals(FileDisk.LOCK)), "has other files");
        }
        before.ifPresent(old -> {
            if (!old.end().lineage().equals(log.end().lineage())) {
                throw new BadRequest(to.place() + " holds a backup of " + old.end().lineage() + ", and this is "
                        + log.end().lineage() + ": give another directory; that backup may be all that is left of it");
            }
        });
    }

    private void refuse(boolean isOther, String what) {
        if (isOther) {
            throw new BadRequest(to.place() + " " + what + ": give an empty directory, or one of a backup of this"
                    + " store");
        }
    }

    /** Deletes what the new manifest does not name: files that were packed since. */
    private void clean(List<BackupManifest.Item> items) {
        var names = new HashSet<String>();
        items.forEach(item -> names.add(item.name()));
        to.list(LogFiles.FOLDER).stream().map(file -> LogFiles.FOLDER + "/" + file)
                .filter(name -> !names.contains(name)).forEach(to::delete);
    }

    /**
     * Holds each file of the backup on {@code disk} against the manifest.
     *
     * @return what is wrong; nothing if all is right
     * @throws NoStore if no backup there was ever finished
     */
    public static List<Damage> problems(World world, Disk disk, Watch watch) {
        BackupManifest manifest;
        try {
            manifest = finished(disk);
        } catch (Corrupt | FormatTooNew e) {
            return List.of(new Damage(Manifests.FOLDER, 0, String.valueOf(e.getMessage())));
        }
        long total = BackupReport.of(manifest).bytes();
        var read = new long[1];
        var copy = new FileCopy(world, bytes -> watch.at(read[0] += bytes, total));
        var problems = new ArrayList<Damage>();
        var replacements = new Replacements(world, disk);
        for (var item : manifest.files()) {
            try (var file = replacements.open(item)) {
                if (!copy.sha256(file, item.bytes()).equals(item.sha256())) {
                    problems.add(new Damage(item.name(), 0, different(item)));
                }
            } catch (NoStore _) {
                problems.add(new Damage(item.name(), 0, "the file is missing, and the manifest names it"));
            } catch (Corrupt e) {
                problems.add(new Damage(item.name(), 0, String.valueOf(e.getMessage())));
            }
        }
        return problems;
    }

    static String different(BackupManifest.Item item) {
        return "its first " + item.bytes() + " bytes are not those that were copied: their SHA-256 is not the"
                + " manifest's; take another backup";
    }

    static BackupManifest finished(Disk disk) {
        return new Manifests(disk).newest().orElseThrow(() -> new NoStore("there is no finished backup in "
                + disk.place() + ": check the directory, or take the backup again"));
    }
}
