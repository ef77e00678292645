// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.ThenceException;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader of a table of keys, with any bytes, and with any slots behind a head that is right. */
class KeyTableFuzzTest {

    private static final String NAME = KeyTable.FOLDER + "/0000000001.keys";
    private static final TableHead HEAD = new TableHead(new UUID(1, 2), new UUID(3, 4), 1, new byte[Ciphers.KEY_BYTES]);
    private static final SubjectRef ANNA = new SubjectRef(5, 6, 1);
    private static final int TABLE_BYTES = TableHead.BYTES + (2 + KeyTable.WINDOW) * KeySlot.BYTES;

    static Stream<Arguments> seeds() {
        var key = new byte[Ciphers.KEY_BYTES];
        return Stream.of(whole(HEAD.write()), KeySlot.prepared(ANNA, key), KeySlot.live(ANNA, key),
                KeySlot.erased(ANNA, 1_000)).map(bytes -> Arguments.of((Object) copy(bytes)));
    }

    private static byte[] copy(ByteBuffer from) {
        var bytes = new byte[from.limit()];
        from.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer whole(ByteBuffer head) {
        return ByteBuffer.allocate(TABLE_BYTES).put(0, head, 0, head.limit());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void aTableIsReadOrRefused(byte[] data) {
        read(ByteBuffer.wrap(data));
        var slots = whole(HEAD.write());
        slots.put(TableHead.BYTES, data, 0, Math.min(data.length, TABLE_BYTES - TableHead.BYTES));
        read(slots);
    }

    private static void read(ByteBuffer content) {
        var disk = new MemoryDisk();
        var world = new SystemWorld();
        try (var file = disk.open(NAME, Access.CREATE)) {
            file.write(content, 0);
        }
        try {
            var table = new TableFiles(world, disk, HEAD.log()).open(Optional.of(HEAD.id()));
            table.done();
            table.find(ANNA).ifPresent(place -> place.slot().copy());
            table.room(ANNA);
            table.each(place -> place.slot().copy());
            table.close();
        } catch (ThenceException _) {
            // Refused, with a message.
        }
    }
}
