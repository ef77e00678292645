// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.CommandId;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.bytes.ByteWriter;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.log.frame.BatchHead;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.SegmentHeader;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.DiskFile;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An id that two batches have is found, whether the index knows them or not. No store writes such a log. */
class VerifyCommandsTest {

    private static final LogSettings SETTINGS = new LogSettings(1 << 20, 512, 512, 16, 64, 512, 256);
    private static final int MANY = 500;

    private final MemoryDisk disk = new MemoryDisk();
    private long end = SegmentHeader.BYTES;
    private int checksum;

    private void segment() {
        var header = new SegmentHeader(new Lineage(new UUID(1, 2), 1), 1, 0, 0);
        try (var file = disk.open("log/0000000000.segment", Access.CREATE)) {
            file.write(header.write(), 0);
        }
    }

    /** Batches of nothing but a command each, and a mark that speaks for them. */
    private void write(String name, int count) {
        try (var file = disk.open("log/0000000000.segment", Access.WRITE)) {
            for (int i = 0; i < count; i++) {
                var id = new CommandId(name + i);
                var out = new ByteWriter(64);
                BatchHead.of(Append.of(List.of(), Origin.of("t"))
                        .of(new Command(id, ContentHash.sha256(new byte[0])))).write(out);
                frame(file, FrameHeader.BATCH, out.toArray());
            }
            frame(file, FrameHeader.MARK, new byte[0]);
        }
    }

    private void frame(DiskFile file, int kind, byte[] body) {
        var bytes = ByteBuffer.allocate(FrameHeader.BYTES + body.length);
        checksum = new FrameHeader(bytes.capacity(), 0, kind, 0, 1, 1, checksum, body.length, end, 0)
                .write(bytes, body);
        file.write(bytes.flip(), end);
        end += bytes.capacity();
    }

    private VerifyReport verify() {
        return Verify.run(disk, SETTINGS, (_, _) -> {});
    }

    private List<String> found(String id) {
        return verify().list().stream().map(VerifyReport.Damage::what).filter(what -> what.contains(id)).toList();
    }

    private void writeIndex(Disk on) {
        LogStore.open(new SystemWorld(), on, SETTINGS).close();
        on.close();
        assertThat(on.list("index")).anyMatch(file -> file.endsWith(".run"));
    }

    @Test
    void inBatchesThatNoFileOfTheIndexKnows() {
        segment();
        write("a", MANY);
        assertThat(verify().list()).isEmpty();
        assertThat(verify().commands()).isEqualTo(MANY);
        write("a", 1);
        assertThat(found("a0")).containsExactly("command id a0 was used before");
    }

    @Test
    void inBatchesThatTheIndexKnows() {
        segment();
        write("a", MANY);
        write("a", 1);
        writeIndex(disk);
        assertThat(found("a0")).containsExactly("command id a0 was used again after this batch");
        assertThat(verify().damages()).isEqualTo(1);
    }

    @Test
    void inABatchThatTheIndexKnowsAndOneThatItDoesNot() {
        segment();
        write("a", MANY);
        writeIndex(disk);
        try (var file = disk.open("log/0000000000.segment", Access.READ)) {
            end = file.size();
            var last = ByteBuffer.allocate(FrameHeader.BYTES);
            file.read(last, end - FrameHeader.BYTES);
            checksum = FrameHeader.read(last, 0).checksum();
        }
        assertThat(verify().list()).isEmpty();
        write("b", 1);
        assertThat(found("b0")).isEmpty();
        write("a", 1);
        assertThat(found("a0")).containsExactly("command id a0 was used again after this batch");
    }
}
