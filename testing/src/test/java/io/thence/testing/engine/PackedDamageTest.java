// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.log.CompactionSettings;
import io.thence.log.LogStore;
import io.thence.log.check.Verify;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Packed segments that are damaged, cut, gone, or of another log. */
class PackedDamageTest {
    private static final String PACKED = "log/0000000001.1.packed";

    private final MemoryDisk disk = new MemoryDisk();
    private List<String> events = List.of();

    @BeforeEach
    void pack() {
        var world = new HandWorld(1);
        Logs.writeOneOfEach(disk);
        var kept = new Kept(1);
        try (var store = LogStore.open(world, disk, Logs.TINY)) {
            kept.append(store, world, 20);
            kept.compact(store, CompactionSettings.DEFAULT);
            events = Logs.events(store);
        }
        disk.close();
    }

    private byte[] bytes(String name) {
        var file = disk.open(name, Access.READ);
        var into = ByteBuffer.allocate((int) file.size());
        file.read(into, 0);
        return into.array();
    }

    private void write(String name, byte[] bytes) {
        disk.delete(name);
        disk.open(name, Access.CREATE).write(ByteBuffer.wrap(bytes), 0);
    }

    @Test
    void everyFlippedBitIsReportedAndNeverReadAsAnEvent() {
        byte[] good = bytes(PACKED);
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                write(PACKED, bad);
                var report = Verify.run(disk, Logs.TINY, (_, _) -> {});
                assertThat(report.isGood()).as("byte " + at + " bit " + bit).isFalse();
                assertThat(report.list()).anyMatch(damage -> damage.file().equals(PACKED));
                if (bit == at % 8) {
                    neverAWrongEvent();
                }
            }
        }
        write(PACKED, good);
        assertThat(Logs.events(disk)).isEqualTo(events);
    }

    private void neverAWrongEvent() {
        try {
            assertThat(Logs.events(disk)).isSubsetOf(events);
        } catch (Corrupt | FormatTooNew e) {
            assertThat(e.getMessage()).contains(PACKED);
        } catch (ThenceException e) {
            throw new AssertionError("neither corrupt nor too new", e);
        }
    }

    @Test
    void aMissingOneIsNamed() {
        disk.delete(PACKED);
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class)
                .hasMessageContaining("log/0000000001.segment is missing");
        assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list().getFirst().toString())
                .contains("0000000001").contains("missing");
    }

    @Test
    void withoutTheSegmentAfterItTheLogIsNotWrittenTo() {
        var last = disk.list("log").getLast();
        disk.delete("log/" + last);
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class)
                .hasMessageContaining("log/" + last + " is missing");
    }

    @Test
    void oneOfAnotherNumberOrLogIsRefused() {
        byte[] second = bytes("log/0000000002.1.packed");
        write(PACKED, second);
        assertThatThrownBy(() -> Logs.events(disk)).isInstanceOf(Corrupt.class).hasMessageContaining("segment 2");
        var other = new MemoryDisk();
        var mine = bytes(PACKED);
        assertThat(mine).isEqualTo(second);
        Logs.writeOneOfEach(other);
        assertThat(Logs.events(other)).isNotEmpty();
    }

    @Test
    void whatACrashLeftBesideAWholeOneIsDeletedOnlyByTheWriter() {
        byte[] good = bytes(PACKED);
        var later = "log/0000000001.2.packed";
        write(later, Arrays.copyOf(good, good.length - 1));
        assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        assertThat(disk.list("log")).contains("0000000001.2.packed");
        assertThat(Logs.events(disk)).isEqualTo(events);
        assertThat(disk.list("log")).doesNotContain("0000000001.2.packed").contains("0000000001.1.packed");
        write("log/0000000001.segment", new byte[100]);
        assertThat(Verify.run(disk, Logs.TINY, (_, _) -> {}).list()).isEmpty();
        assertThat(Logs.events(disk)).isEqualTo(events);
        assertThat(disk.list("log")).doesNotContain("0000000001.segment").contains("0000000001.1.packed");
    }
}
