// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.SystemEvent;
import io.thence.SystemEvent.DiskEnough;
import io.thence.SystemEvent.DiskLow;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.Machine;
import io.thence.world.MemoryDisk;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Little room is told once, before there is none, and once when there is enough again. */
class DiskWatchTest {

    private final AtomicLong free = new AtomicLong();
    private final List<SystemEvent> told = new ArrayList<>();

    private Disk disk() {
        return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (_, method, _) -> method.getName().equals("freeBytes") ? OptionalLong.of(free.get()) : "a disk");
    }

    @Test
    void little_room_is_told_once_and_enough_of_it_too() {
        var watch = new DiskWatch(disk(), 1_000, told::add);
        for (long bytes : new long[] {5_000, 1_000, 999, 500, 1_050, 1_099, 1_100, 1_001, 10}) {
            free.set(bytes);
            watch.step();
        }
        assertThat(told).containsExactly(new DiskLow("store", 999, 1_000), new DiskEnough("store", 1_100),
                new DiskLow("store", 10, 1_000));
        assertThat(watch.low()).hasValue(10);
    }

    @Test
    void where_nobody_knows_or_wants_to_know_nobody_looks() {
        var unknown = new DiskWatch(new MemoryDisk(), 1_000, told::add);
        unknown.step();
        assertThat(unknown.rest()).isEqualTo(Machine.UNTIL_TOLD);
        var unwanted = new DiskWatch(disk(), 0, told::add);
        unwanted.step();
        assertThat(unwanted.rest()).isEqualTo(Machine.UNTIL_TOLD);
        assertThat(told).isEmpty();
    }

    @Test
    void a_directory_knows_how_much_room_it_has_also_before_it_is_made(@TempDir Path folder) {
        long known = new FileDisk(folder).freeBytes().orElseThrow();
        assertThat(known).isPositive();
        assertThat(new FileDisk(folder.resolve("not/yet")).freeBytes()).isPresent();
    }
}
