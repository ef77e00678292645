// SPDX-License-Identifier: Apache-2.0
package io.thence.server;

import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.NoStore;
import io.thence.log.LogStore;
import io.thence.personal.KeyCheck;
import io.thence.personal.KeysApart;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import io.thence.world.Watch;
import io.thence.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies the keys of persons and the list of the forgotten to an empty directory, and checks the copy. Never to where a
 * store or a backup of one is, nor below or above it: what is forgotten is so because no copy of the data has its key.
 */
final class KeyBackup {

    /** The table comes last: without it there are no keys. */
    private static final List<String> FOLDERS = List.of("log", "table");

    private final World world = new SystemWorld();
    private final Path from;
    private final Path to;

    KeyBackup(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    StoreReport run(Watch watch) {
        refusePlace();
        try (var keys = FileDisk.forOwner(from); var copy = FileDisk.forOwner(to)) {
            if (!KeyCheck.isOn(keys)) {
                throw new NoStore("there are no keys in " + keys.place() + ": name their directory with --keys DIR");
            }
            keys.lock();
            FOLDERS.forEach(folder -> copy(keys, copy, folder));
            var report = StoreCheck.run(copy, watch);
            if (!report.isGood()) {
                throw new Corrupt(copy.place() + " is no good copy, " + report.log().list().getFirst()
                        + ": run verify on " + keys.place() + ", and copy again to an empty directory");
            }
            return report;
        }
    }

    private void copy(Disk keys, Disk copy, String folder) {
        for (var file : keys.list(folder)) {
            var name = folder + "/" + file;
            try (var source = keys.open(name, Access.READ)) {
                new FileCopy(world, _ -> {}).copy(source, source.size(), copy, name);
            }
        }
        copy.flushFolder(folder);
        copy.flushFolder("");
    }

    private void refusePlace() {
        var content = to.toFile().list();
        if (Files.exists(to) && (content == null || content.length > 0)) {
            throw new BadRequest(to + " is not empty: give an empty directory, and wipe an older copy once this one is"
                    + " safe, since it has keys of persons who were forgotten after it");
        }
        KeysApart.refuseForKeys(to, LogStore::isOn);
    }
}
