// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;

/** What the disk takes to write a little and flush it. Everything that waits for the device is measured by this. */
public final class FlushTime {

    private static final int BYTES = 300;

    private FlushTime() {}

    /** The median of {@code count} in microseconds, of a file in {@code folder} whose room was allocated before. */
    public static double micros(Path folder, int count) throws IOException {
        int warmUps = count / 4;
        var file = Files.createTempFile(folder, "flush", ".bin");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(BYTES * (warmUps + count)), 0);
            channel.force(true);
            var micros = new ArrayList<Double>();
            var bytes = ByteBuffer.allocateDirect(BYTES);
            for (int i = 0; i < warmUps + count; i++) {
                long start = System.nanoTime();
                channel.write(bytes.clear(), (long) i * BYTES);
                channel.force(false);
                if (i >= warmUps) {
                    micros.add((System.nanoTime() - start) / 1e3);
                }
            }
            return Medians.median(micros);
        } finally {
            Files.delete(file);
        }
    }
}
