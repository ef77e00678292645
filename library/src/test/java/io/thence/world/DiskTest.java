// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import com.sun.management.UnixOperatingSystemMXBean;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk.Access;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every disk does, in memory or in a directory. */
@ParameterizedClass
@EnumSource
class DiskTest {

    enum Kind {
        MEMORY(_ -> new MemoryDisk()),
        FILES(FileDisk::new);

        private final Function<Path, Disk> open;

        Kind(Function<Path, Disk> open) {
            this.open = open;
        }
    }

    @Parameter
    private Kind kind;

    @TempDir
    private Path folder;

    private Disk disk() {
        return kind.open.apply(folder.resolve("disk"));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(DiskFile file, long at, int length) {
        var into = ByteBuffer.allocate(length);
        int n = file.read(into, at);
        assertThat(into.position()).isEqualTo(n);
        return new String(into.array(), 0, n, StandardCharsets.UTF_8);
    }

    @Test
    void a_file_that_is_read_takes_one_handle() {
        Assumptions.assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var disk = disk();
        disk.open("log/a", Access.CREATE).close();
        disk.open("log/a", Access.READ).close();
        long before = system.getOpenFileDescriptorCount();
        var files = new ArrayList<DiskFile>();
        for (int i = 0; i < 200; i++) {
            files.add(disk.open("log/a", Access.READ));
        }
        assertThat(system.getOpenFileDescriptorCount() - before).isLessThan(250);
        files.forEach(DiskFile::close);
        assertThat(system.getOpenFileDescriptorCount() - before).isLessThan(50);
    }

    @Test
    void what_is_written_is_read_by_whoever_opens_the_file() {
        var disk = disk();
        try (var file = disk.open("log/a", Access.CREATE)) {
            assertThat(file.name()).isEqualTo("log/a");
            assertThat(file.size()).isZero();
            file.write(bytes("hello"), 0);
            file.write(bytes("w"), 10);
            assertThat(file.flushed(file.flush())).isTrue();
            assertThat(file.size()).isEqualTo(11);
            disk.flushFolder("log");
        }
        try (var file = disk.open("log/a", Access.READ)) {
            assertThat(read(file, 0, 100)).isEqualTo("hello\0\0\0\0\0w");
        }
        try (var file = disk.open("log/a", Access.WRITE)) {
            file.write(bytes("j"), 0);
            assertThat(read(file, 0, 5)).isEqualTo("jello");
        }
    }

    @Test
    void a_read_ends_where_the_file_ends() {
        try (var file = disk().open("a", Access.CREATE)) {
            file.write(bytes("hello"), 0);
            assertThat(read(file, 3, 10)).isEqualTo("lo");
            assertThat(read(file, 5, 10)).isEmpty();
            assertThat(read(file, 500, 10)).isEmpty();
            assertThat(read(file, 1, 3)).isEqualTo("ell");
            assertThat(read(file, 0, 0)).isEmpty();
        }
    }

    @Test
    void a_file_that_is_there_is_not_created_and_one_that_is_not_is_not_opened() {
        var disk = disk();
        disk.open("log/a", Access.CREATE).close();
        assertThatThrownBy(() -> disk.open("log/a", Access.CREATE)).isInstanceOf(DiskFailed.class)
                .hasMessageContaining("log/a");
        assertThatThrownBy(() -> disk.open("log/b", Access.READ)).isInstanceOf(NoStore.class)
                .hasMessageStartingWith("there is no file").hasMessageContaining("log/b");
        assertThatThrownBy(() -> disk.open("log/b", Access.WRITE)).isInstanceOf(NoStore.class);
        assertThat(disk.list("log")).containsExactly("a");
    }

    @Test
    void files_of_a_folder_are_listed_in_order_without_those_below_it() {
        var disk = disk();
        assertThat(disk.list("log")).isEmpty();
        for (var name : new String[] {"log/b", "log/a", "log/a.1", "log/deep/c", "logs/d", "e"}) {
            disk.open(name, Access.CREATE).close();
        }
        assertThat(disk.list("log")).containsExactly("a", "a.1", "b");
        assertThat(disk.list("log/deep")).containsExactly("c");
        assertThat(disk.list("lo")).isEmpty();
        assertThat(disk.list("")).containsExactly("e");
    }

    @Test
    void a_deleted_file_is_gone_and_deleting_nothing_is_fine() {
        var disk = disk();
        disk.open("log/a", Access.CREATE).close();
        disk.delete("log/a");
        disk.delete("log/a");
        assertThat(disk.list("log")).isEmpty();
        disk.open("log/a", Access.CREATE).close();
        assertThat(disk.list("log")).containsExactly("a");
    }

    @Test
    void what_is_cut_off_is_gone_for_good() {
        try (var file = disk().open("a", Access.CREATE)) {
            file.write(bytes("hello world"), 0);
            file.truncate(5);
            assertThat(file.size()).isEqualTo(5);
            file.truncate(8);
            assertThat(file.size()).as("a cut does not lengthen").isEqualTo(5);
            file.write(bytes("!"), 8);
            assertThat(read(file, 0, 20)).isEqualTo("hello\0\0\0!");
        }
    }

    @Test
    void room_is_made_of_zeros() {
        try (var file = disk().open("a", Access.CREATE)) {
            file.write(bytes("hello"), 0);
            file.allocate(5, 200_000);
            assertThat(file.size()).isEqualTo(200_000);
            assertThat(read(file, 0, 7)).isEqualTo("hello\0\0");
            assertThat(read(file, 199_990, 20)).isEqualTo("\0".repeat(10));
        }
    }

    @Test
    void the_right_to_write_is_given_once_until_it_is_closed() {
        var disk = disk();
        disk.lock();
        assertThatThrownBy(disk::lock).isInstanceOf(InUse.class).hasMessageContaining(disk.place());
        assertThatThrownBy(disk::lock).as("the first still has it").isInstanceOf(InUse.class);
        disk.close();
        disk.close();
        disk.lock();
        disk.close();
    }

    @Test
    void a_database_that_is_set_aside_is_not_found_again() {
        var disk = disk();
        disk.setAside("none");
        assertThat(disk.database("one")).startsWith("jdbc:h2:").isNotEqualTo(disk.database("two"));
    }

    /** Random writes, cuts and room, beside an array. */
    @Test
    void a_file_is_an_array_that_grows() {
        for (long seed = 1; seed <= 5; seed++) {
            var random = new Random(seed);
            var model = new byte[0];
            try (var file = disk().open("array" + seed, Access.CREATE)) {
                for (int i = 0; i < 200; i++) {
                    model = change(random, file, model);
                    var all = ByteBuffer.allocate(model.length + 10);
                    assertThat(file.read(all, 0)).as("seed %d, change %d", seed, i).isEqualTo(model.length);
                    assertThat(Arrays.copyOf(all.array(), model.length)).as("seed %d, change %d", seed, i)
                            .isEqualTo(model);
                    assertThat(file.size()).isEqualTo(model.length);
                }
            }
        }
    }

    private static byte[] change(Random random, DiskFile file, byte[] model) {
        int at = random.nextInt(20_000);
        if (random.nextInt(4) == 0) {
            file.truncate(at);
            return at < model.length ? Arrays.copyOf(model, at) : model;
        }
        if (random.nextInt(4) == 0) {
            int to = model.length + random.nextInt(5_000);
            file.allocate(model.length, to);
            return Arrays.copyOf(model, to);
        }
        var bytes = new byte[random.nextInt(1, 5_000)];
        random.nextBytes(bytes);
        file.write(ByteBuffer.wrap(bytes), at);
        var longer = Arrays.copyOf(model, Math.max(model.length, at + bytes.length));
        System.arraycopy(bytes, 0, longer, at, bytes.length);
        return longer;
    }
}
