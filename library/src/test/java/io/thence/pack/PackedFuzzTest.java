// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.Lineage;
import io.thence.ThenceException;
import io.thence.index.Print;
import io.thence.log.frame.Remnant;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that reads a packed file: head, table, footer, blocks, remnant. It is read or refused, by all that it is. */
class PackedFuzzTest {

    private static final String NAME = "log/0000000007.2.packed";

    static Stream<Arguments> seeds() {
        var disk = new MemoryDisk();
        var opening = new byte[PackedHead.OPENING];
        var writer = new PackedWriter(disk, NAME, new PackedHead(new Lineage(new UUID(1, 2), 3), 7, 2, opening),
                new byte[0]);
        var frame = "{\"code\":\"85123A\"}".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        writer.frame(ByteBuffer.wrap(frame));
        var remnant = Remnant.none();
        remnant.add(new Print(1L << 60, 2), 5);
        writer.finish(new SystemWorld(), new Summary(PackedHead.OPENING + frame.length, 100, 50, 20, 0xCAFE),
                remnant.write());
        try (var file = disk.open(NAME, Access.READ)) {
            var stored = ByteBuffer.allocate((int) file.size());
            file.fill(stored, 0);
            var cut = Arrays.copyOf(stored.array(), stored.capacity() / 2);
            return Stream.of(Arguments.of((Object) stored.array()), Arguments.of((Object) cut));
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void aPackedFileIsReadOrRefused(byte[] data) {
        var disk = new MemoryDisk();
        try (var file = disk.open(NAME, Access.CREATE)) {
            file.write(ByteBuffer.wrap(data), 0);
        }
        try (var file = PackedFile.open(disk.open(NAME, Access.READ), new PackedCache())) {
            attempt(() -> remnant(file.attachment()));
            attempt(() -> file.fill(ByteBuffer.allocate(1 << 16), 0));
            attempt(() -> file.frameBefore(100));
            new PackedCheck(file).run((_, _) -> {});
        } catch (ThenceException _) {
            // Refused, with a message.
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void aRemnantIsReadOrRefused(byte[] data) {
        remnant(data);
    }

    /** Its bytes have a checksum, so what makes no sense was never written: it ends, and takes no memory. */
    private static void remnant(byte[] bytes) {
        try {
            Remnant.read(bytes);
        } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
            // Refused; who reads it says where.
        }
    }

    private static void attempt(Runnable what) {
        try {
            what.run();
        } catch (ThenceException _) {
            // Refused, with a message.
        }
    }
}
