// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.ThenceException.Corrupt;
import io.thence.log.LogFiles;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileCopy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The manifests of a backup: the newest that is whole counts. A new one is written beside it, then that goes. */
final class Manifests {

    static final String FOLDER = LogFiles.BACKUP;

    private static final Pattern NAME = Pattern.compile("\\d{10}\\.manifest");
    private static final String BEGUN = FOLDER + "/begun";

    private final Disk disk;

    Manifests(Disk disk) {
        this.disk = disk;
    }

    private List<String> names() {
        return disk.list(FOLDER).stream().filter(file -> NAME.matcher(file).matches())
                .map(file -> FOLDER + "/" + file).toList();
    }

    /** Whether a backup was ever begun here. */
    boolean isBegun() {
        return !disk.list(FOLDER).isEmpty();
    }

    /** Says that this is the place of a backup. */
    void begin(FileCopy copy) {
        if (!isBegun()) {
            copy.write(new byte[] {'\n'}, disk, BEGUN);
        }
        disk.flushFolder(FOLDER); // also where a process that was killed has begun it, and did not get to that
    }

    /**
     * The newest that is whole; empty if there is none, since the first was never finished.
     *
     * @throws Corrupt if one was finished, and none is whole
     */
    Optional<BackupManifest> newest() {
        @Nullable Corrupt damaged = null;
        for (var name : names().reversed()) {
            try {
                return Optional.of(BackupManifest.read(bytes(name), name));
            } catch (Corrupt e) {
                damaged = damaged == null ? e : damaged;
            }
        }
        if (damaged != null && !disk.list(FOLDER).contains(BEGUN.substring(FOLDER.length() + 1))) {
            throw damaged;
        }
        return Optional.empty();
    }

    private byte[] bytes(String name) {
        try (var file = disk.open(name, Access.READ)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.fill(bytes, 0);
            return bytes.array();
        }
    }

    /** Writes the next one; from then on it counts, and none was only begun. */
    void add(BackupManifest manifest, FileCopy copy) {
        var old = names();
        int at = FOLDER.length() + 1;
        long number = old.isEmpty() ? 1 : Long.parseLong(old.getLast().substring(at, at + 10)) + 1;
        copy.write(manifest.write(), disk, String.format(Locale.ROOT, "%s/%010d.manifest", FOLDER, number));
        disk.flushFolder(FOLDER);
        old.forEach(disk::delete);
        disk.delete(BEGUN);
        disk.flushFolder(FOLDER);
    }
}
