// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.log.LogFiles;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import io.thence.world.ReadableFile;
import io.thence.world.World;
import java.util.List;
import java.util.regex.Pattern;

/**
 * New versions of files of which the manifest before still needs the old ones. After a loss of power a log may lack
 * the end that a backup of it has, and go on with something else. Such a file is written beside the manifests, named
 * by its SHA-256; once the new manifest names that, it counts, and is copied to its place.
 */
final class Replacements {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Disk disk;
    private final FileCopy quiet;

    Replacements(World world, Disk disk) {
        this.disk = disk;
        quiet = new FileCopy(world, _ -> {});
    }

    /** Writes the first bytes of a part down, and gives their SHA-256. */
    String write(LogFiles.Part part, FileCopy copy) {
        var sha256 = quiet.sha256(part.file(), part.bytes());
        copy.copy(part.file(), part.bytes(), disk, path(sha256));
        return sha256;
    }

    /** A file as the manifest names it, whether it is in its place yet or not. */
    ReadableFile open(BackupManifest.Item item) {
        return disk.open(names().contains(item.sha256()) ? path(item.sha256()) : item.name(), Access.READ);
    }

    /** Copies to their places what a manifest names, and deletes the rest. */
    void settle(List<BackupManifest.Item> items) {
        var names = names();
        if (names.isEmpty()) {
            return;
        }
        for (var item : items) {
            if (names.contains(item.sha256())) {
                try (var file = open(item)) {
                    quiet.copy(file, item.bytes(), disk, item.name());
                }
            }
        }
        disk.flushFolder(LogFiles.FOLDER);
        names.forEach(name -> disk.delete(path(name)));
    }

    private List<String> names() {
        return disk.list(Manifests.FOLDER).stream().filter(name -> NAME.matcher(name).matches()).toList();
    }

    private static String path(String sha256) {
        return Manifests.FOLDER + "/" + sha256;
    }
}
