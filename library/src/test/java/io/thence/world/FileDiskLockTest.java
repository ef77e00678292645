// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Why a directory cannot be taken is said, with what to do. */
class FileDiskLockTest {

    @TempDir
    private Path folder;

    private static void refused(Path place, Class<? extends Exception> as, String why) {
        try (var disk = new FileDisk(place)) {
            assertThatThrownBy(disk::lock).isInstanceOf(as).hasMessage(why);
        }
    }

    @Test
    void a_file_is_no_directory() throws IOException {
        var file = Files.writeString(folder.resolve("afile"), "text");
        refused(file, BadRequest.class, file + " is a file and no directory: name another directory");
        refused(file.resolve("a/b"), BadRequest.class, file.resolve("a/b") + " cannot be made: " + file
                + " is a file and no directory: name another directory");
    }

    @Test
    void what_may_not_be_written_to_is_named() throws IOException {
        var closed = Files.createDirectory(folder.resolve("closed"));
        closed.toFile().setWritable(false);
        Assumptions.assumeFalse(Files.isWritable(closed), "this user may write everywhere");
        var told = closed + " may not be written to by this user: change its permissions, or name another directory";
        refused(closed, DiskFailed.class, told);
        refused(closed.resolve("a/b"), DiskFailed.class, closed.resolve("a/b") + " cannot be made: " + told);
    }
}
