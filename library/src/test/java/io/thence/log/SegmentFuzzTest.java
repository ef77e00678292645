// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException;
import io.thence.log.check.Verify;
import io.thence.log.segment.FrameHeader;
import io.thence.log.segment.SegmentHeader;
import io.thence.log.segment.SegmentName;
import io.thence.log.write.TailRepair;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that reads a segment's file: a follower, verify, and the repair at a start; with checksums that fit or not. */
class SegmentFuzzTest {

    private static final LogSettings SETTINGS = new LogSettings(1 << 12, 512, 512, 16, 64, 512, 64);
    private static final SegmentHeader HEAD = new SegmentHeader(new Lineage(new UUID(1, 2), 1), 1, 0, 0);

    static Stream<Arguments> seeds() {
        var disk = new MemoryDisk();
        try (var store = LogStore.open(new SystemWorld(), disk, SETTINGS)) {
            for (int i = 0; i < 4; i++) {
                store.append(Append.of(List.of(NewEvent.of("t" + i, 1, List.of(new KeyValue("account", "anna")),
                        "{}".getBytes(StandardCharsets.UTF_8))), Origin.of("")));
            }
        }
        try (var file = disk.open(new SegmentName(0, 0).path(), Access.READ)) {
            var content = ByteBuffer.allocate((int) file.size() - SegmentHeader.BYTES + 1);
            content.position(1);
            file.fill(content, SegmentHeader.BYTES);
            var fitting = content.array().clone();
            fitting[0] = 1;
            return Stream.of(Arguments.of((Object) content.array()), Arguments.of((Object) fitting));
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3m")
    void aSegmentIsReadOrRefused(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var content = ByteBuffer.wrap(data.clone(), 1, data.length - 1).slice();
        if ((data[0] & 1) != 0) {
            fit(content);
        }
        var disk = new MemoryDisk();
        try (var file = disk.open(new SegmentName(0, 0).path(), Access.CREATE)) {
            file.write(HEAD.write(), 0);
            file.write(content, SegmentHeader.BYTES);
        }
        attempt(() -> Verify.run(disk, SETTINGS, (_, _) -> {}));
        attempt(() -> follow(disk));
        attempt(() -> new TailRepair(new SystemWorld(), disk, SETTINGS.readBytes()).open().close());
        attempt(() -> follow(disk));
    }

    private static void follow(MemoryDisk disk) {
        try (var follower = LogFollower.open(new SystemWorld(), disk, new MemoryDisk(), SETTINGS)) {
            follower.read(Query.ALL, new Position(follower.lineage(), 0), Direction.FORWARDS).list(1_000);
        }
    }

    private static void attempt(Runnable what) {
        try {
            what.run();
        } catch (ThenceException _) {
            // Refused, with a message.
        }
    }

    /** Makes a chain of the frames: lengths stay, checksums and what a frame says of the one before are set right. */
    private static void fit(ByteBuffer content) {
        int previous = HEAD.previous();
        int at = 0;
        while (at + FrameHeader.BYTES <= content.limit()) {
            int length = content.getInt(at);
            if (length < FrameHeader.BYTES || length > content.limit() - at) {
                return;
            }
            content.putInt(at + 32, previous);
            previous = FrameHeader.checksum(content, at, length);
            content.putInt(at + 4, previous);
            at += length;
        }
    }
}
