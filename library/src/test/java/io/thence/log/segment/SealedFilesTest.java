// SPDX-License-Identifier: Apache-2.0
package io.thence.log.segment;

import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk.Access;
import io.thence.world.FileDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which files are open shows where they are deleted: what is open can still be read. */
class SealedFilesTest {

    @TempDir
    Path folder;

    private List<SealedFile> files(SealedFiles of, int count) {
        var disk = new FileDisk(folder);
        var files = new ArrayList<SealedFile>();
        for (int i = 0; i < count; i++) {
            try (var file = disk.open("f/" + i, Access.CREATE)) {
                file.write(ByteBuffer.wrap(new byte[] {(byte) i, (byte) i}), 0);
            }
            files.add(of.of(disk, "f/" + i));
        }
        return files;
    }

    private static int read(SealedFile file) {
        var bytes = ByteBuffer.allocate(1);
        assertThat(file.fill(bytes, 1)).isEqualTo(1);
        return bytes.get(0);
    }

    @Test
    void thoseThatWereReadLastAreOpen() {
        var files = files(new SealedFiles(3), 5);
        assertThat(files).extracting(SealedFilesTest::read).containsExactly(0, 1, 2, 3, 4);
        assertThat(read(files.get(3))).isEqualTo(3); // open are 2, 3 and 4
        assertThat(read(files.get(0))).isZero();
        IntStream.range(0, 5).forEach(i -> new FileDisk(folder).delete("f/" + i));
        assertThat(read(files.get(3))).isEqualTo(3);
        assertThat(read(files.get(0))).isZero();
        assertThatThrownBy(() -> read(files.get(1))).isInstanceOf(NoStore.class);
        assertThatThrownBy(() -> read(files.get(2))).isInstanceOf(NoStore.class);
    }

    @Test
    void whatIsClosedStaysClosed() {
        var file = files(new SealedFiles(3), 1).getFirst();
        assertThat(file.size()).isEqualTo(2);
        file.close();
        assertThatThrownBy(() -> read(file)).isInstanceOf(DiskFailed.class).hasMessageContaining("f/0 is closed");
    }

    @Test
    void readersDoNotNoticeThatFilesAreClosedMeanwhile() throws Exception {
        var files = files(new SealedFiles(2), 20);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var readers = IntStream.range(0, 4).<Callable<Boolean>>mapToObj(seed -> () -> {
                var random = new Random(seed);
                for (int i = 0; i < 3_000; i++) {
                    int which = random.nextInt(20);
                    assertThat(read(files.get(which))).isEqualTo(which);
                }
                return true;
            }).toList();
            for (var done : threads.invokeAll(readers)) {
                assertThat(done.get()).isTrue();
            }
        }
    }
}
