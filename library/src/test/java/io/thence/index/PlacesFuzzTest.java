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

/** The reader of the file of places, with checksums that fit: it finds a place or none, and throws nothing. */
class PlacesFuzzTest {

    private static final String NAME = InvertedIndex.FOLDER + "/places";
    private static final int BLOCKS = 3;

    static Stream<Arguments> seeds() {
        var disk = new MemoryDisk();
        try (var places = new PlaceFile(disk, new BlockCache(16), new int[0])) {
            places.append(Spans.NONE.with(1, 64, 3_000).with(9, 3_000, 7_000).with(70_000, 7_000, 9_100));
        }
        var bytes = new byte[BLOCKS * PlaceFile.BLOCK];
        try (var file = disk.open(NAME, Access.READ)) {
            file.fill(ByteBuffer.wrap(bytes), 0);
        }
        return Stream.of(Arguments.of((Object) bytes));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void aPlaceIsFoundOrNot(byte[] data) {
        var bytes = Arrays.copyOf(data, BLOCKS * PlaceFile.BLOCK);
        var disk = new MemoryDisk();
        try (var file = disk.open(NAME, Access.CREATE)) {
            for (int number = 0; number < BLOCKS; number++) {
                var block = new Block(PlaceFile.BLOCK);
                System.arraycopy(bytes, number * PlaceFile.BLOCK, block.bytes(), 0, PlaceFile.BLOCK);
                block.finish(-1, number, block.end());
                file.write(ByteBuffer.wrap(block.bytes()), (long) number * PlaceFile.BLOCK);
            }
        }
        try (var places = new PlaceFile(disk, new BlockCache(16), new int[] {0, BLOCKS, BLOCKS + 2, 1})) {
            for (int segment = 0; segment < 3; segment++) {
                for (long position = 0; position < 20; position++) {
                    places.find(segment, position);
                }
                places.find(segment, 80_000);
            }
        }
    }
}
