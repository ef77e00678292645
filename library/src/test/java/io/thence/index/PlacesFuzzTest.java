// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader of the file of places, with a checksum that fits: it finds a place or none, and throws nothing. */
class PlacesFuzzTest {

    static Stream<Arguments> seeds() {
        var block = new Block().begin(Block.PLACES);
        block.i64(8, 1);
        block.i32(16, 64);
        block.i64(20, 9);
        block.i32(28, 4_200);
        block.finish(-1, 0, 32);
        return Stream.of(Arguments.of((Object) Arrays.copyOf(block.bytes(), 64)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void aPlaceIsFoundOrNot(byte[] data) {
        var block = new Block();
        System.arraycopy(data, 0, block.bytes(), 0, Math.min(data.length, Block.BYTES));
        block.finish(-1, 0, block.end());
        var disk = new MemoryDisk();
        try (var file = disk.open(InvertedIndex.FOLDER + "/places", Access.CREATE)) {
            file.write(ByteBuffer.wrap(block.bytes()), 0);
        }
        try (var places = new PlaceFile(disk, new BlockCache(16), new int[] {0, 1, 2})) {
            for (long position = 0; position < 20; position++) {
                places.find(0, position);
                places.find(1, position);
            }
        }
    }
}
