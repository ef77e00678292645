// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.ThenceException.InUse;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.Signal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a crash keeps, and what it may lose. */
class SimulatedDiskTest {

    private static final int SEEDS = 400;

    private static void write(DiskFile file, String text, long at) {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), at);
    }

    private static String read(DiskFile file) {
        var bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return new String(bytes.array(), StandardCharsets.US_ASCII).replace('\0', '_');
    }

    private static void flush(SimulatedWorld world, DiskFile file) {
        long ticket = file.flush();
        while (!file.flushed(ticket)) {
            world.await(new Signal(), Duration.ofMillis(1));
        }
    }

    @Test
    void what_is_flushed_stays_and_the_rest_is_lost_or_torn_in_any_way() {
        var left = new TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new SimulatedWorld(seed);
            var disk = new SimulatedDisk(world);
            var file = disk.open("f/a", Access.CREATE);
            write(file, "safe", 0);
            flush(world, file);
            disk.flushFolder("f");
            write(file, "ABC", 4);
            write(file, "DEF", 7);
            disk.crash();
            left.add(read(disk.open("f/a", Access.WRITE)));
        }
        assertThat(left).allMatch(text -> text.startsWith("safe"))
                .contains("safe", "safeABC", "safeABCDEF", "safe___DEF", "safeAB", "safe______", "safeABCD");
    }

    @Test
    void a_flush_takes_time_and_may_not_be_in_time() {
        var left = new TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new SimulatedWorld(seed);
            var disk = new SimulatedDisk(world);
            var file = disk.open("f/a", Access.CREATE);
            disk.flushFolder("f");
            write(file, "x", 0);
            assertThat(file.flushed(file.flush())).isFalse();
            disk.crash();
            left.add(read(disk.open("f/a", Access.WRITE)));
        }
        assertThat(left).containsExactlyInAnyOrder("", "_", "x");
    }

    @Test
    void files_come_and_go_for_good_only_with_their_folder() {
        var left = new TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var disk = new SimulatedDisk(new SimulatedWorld(seed));
            disk.open("f/old", Access.CREATE);
            disk.open("f/gone", Access.CREATE);
            disk.flushFolder("f");
            disk.delete("f/gone");
            disk.open("f/new", Access.CREATE);
            disk.crash();
            left.add(disk.list("f").toString());
        }
        assertThat(left).containsExactlyInAnyOrder("[gone, new, old]", "[gone, old]", "[new, old]", "[old]");
    }

    @Test
    void when_the_process_ends_nothing_is_lost_until_the_power_goes() {
        var left = new TreeSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var disk = new SimulatedDisk(new SimulatedWorld(seed));
            var file = disk.open("f/a", Access.CREATE);
            disk.flushFolder("f");
            write(file, "x", 0);
            disk.endProcess();
            assertThat(read(disk.open("f/a", Access.WRITE))).isEqualTo("x");
            assertThatThrownBy(file::size).isInstanceOf(Killed.class);
            disk.crash();
            left.add(read(disk.open("f/a", Access.WRITE)));
        }
        assertThat(left).containsExactlyInAnyOrder("", "_", "x");
    }

    @Test
    void one_has_the_lock_until_the_end_or_a_crash() {
        var disk = new SimulatedDisk(new SimulatedWorld(1));
        disk.lock();
        assertThatThrownBy(disk::lock).isInstanceOf(InUse.class);
        disk.crash();
        disk.lock();
        disk.close();
        disk.lock();
    }
}
