// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.InUse;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One opening writes to a directory at a time, in this process and in others. */
class DirectoryLockTest {

    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    private Path directory;

    /** The other process: tries to open the log in a directory. */
    public static void main(String[] args) {
        try (var disk = new FileDisk(Path.of(args[0]))) {
            LogStore.open(new SystemWorld(), disk, LogSettings.SMALL).close();
            System.out.println("opened");
        } catch (InUse e) {
            System.out.println(e.getMessage());
        }
    }

    private String otherProcess() throws IOException, InterruptedException {
        var output = directory.resolve("output");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), DirectoryLockTest.class.getName(), directory.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }

    @Test
    void aSecondOpeningIsRefusedAndNamesTheProcess() throws IOException, InterruptedException {
        var first = new FileDisk(directory);
        var second = new FileDisk(directory);
        try (var store = LogStore.open(new SystemWorld(), first, LogSettings.SMALL)) {
            assertThatThrownBy(() -> LogStore.open(new SystemWorld(), second, LogSettings.SMALL))
                    .isInstanceOf(InUse.class).hasMessageContaining(PID).hasMessageContaining(directory.toString());
            assertThatThrownBy(() -> LogStore.open(new SystemWorld(), first, LogSettings.SMALL))
                    .isInstanceOf(InUse.class);
            second.close();
            store.append(Logs.batch("still", 1));

            assertThat(otherProcess()).as("the refused ones have not ended the lock").contains(PID);
        }
        first.close();
        first.close();

        assertThat(otherProcess()).isEqualTo("opened");
        assertThat(Logs.events(second)).hasSize(1);
    }
}
