// SPDX-License-Identifier: Apache-2.0
package io.thence.index;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader of a manifest, with a checksum that fits; and what is opened by it. */
class ManifestFuzzTest {

    private static final UUID LOG = new UUID(1, 2);
    private static final int CHECKSUM = 12;

    static Stream<Arguments> seeds() {
        return Stream.of(
                Arguments.of((Object) new Manifest(3, LOG, 4, new byte[] {1, 2, 3}, new int[] {0, 2}, List.of())
                        .write().array()),
                Arguments.of((Object) new Manifest(3, LOG, 4, new byte[0], new int[0], List.of(1L, 3L))
                        .write().array()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void aManifestIsReadOrRefused(byte[] data) {
        var bytes = data.clone();
        if (bytes.length >= CHECKSUM + Integer.BYTES) {
            ByteBuffer.wrap(bytes).putInt(CHECKSUM, Manifest.checksum(bytes));
        }
        var disk = new MemoryDisk();
        try (var file = disk.open(InvertedIndex.FOLDER + "/000000000003.manifest", Access.CREATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
        try (var index = InvertedIndex.open(Optional.empty(), disk,
                new InvertedIndex.Opening(LOG, IndexSettings.of(64), false))) {
            for (int segment = 0; segment < index.places().segments(); segment++) {
                index.places().find(segment, 7);
            }
        } catch (Corrupt | FormatTooNew _) {
            // Refused, with a message.
        }
    }
}
