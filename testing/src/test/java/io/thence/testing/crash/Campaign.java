// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A very large number of different crash points, on all cores. Seeds are run in rounds; after each its state is written
 * to a file, from which it goes on when it is started again.
 */
final class Campaign {

    private static final int ROUND = 64;

    private final long wanted;
    private final Path file;
    private final Set<Long> points = ConcurrentHashMap.newKeySet();
    private final Histogram histogram = new Histogram();
    private long nextSeed = 1;

    /** A campaign for {@code wanted} points whose state is in {@code file}. */
    Campaign(long wanted, Path file) {
        this.wanted = wanted;
        this.file = file;
    }

    Histogram run() throws IOException, InterruptedException, ExecutionException {
        if (Files.exists(file)) {
            read();
            System.out.printf("goes on from %,d points, seed %d%n", histogram.points(), nextSeed);
        }
        long begin = System.nanoTime();
        long before = histogram.points();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            while (histogram.points() < wanted) {
                var round = new ArrayList<Future<?>>();
                for (int i = 0; i < ROUND; i++) {
                    long seed = nextSeed + i;
                    round.add(pool.submit(() -> Runs.run(Program.of(seed), points::add, histogram)));
                }
                for (var one : round) {
                    one.get();
                }
                nextSeed += ROUND;
                write();
                double seconds = (System.nanoTime() - begin) / 1e9;
                System.out.printf("%,d of %,d points, %.0f a second%n", histogram.points(), wanted,
                        (histogram.points() - before) / seconds);
            }
        }
        return histogram;
    }

    private void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeLong(nextSeed);
            out.writeLong(histogram.points());
            write(histogram.operations(), out);
            write(histogram.branches(), out);
            out.writeInt(points.size());
            for (long point : points) {
                out.writeLong(point);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Map<String, Long> counts, DataOutputStream out) throws IOException {
        out.writeInt(counts.size());
        for (var count : counts.entrySet()) {
            out.writeUTF(count.getKey());
            out.writeLong(count.getValue());
        }
    }

    private void read() throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            nextSeed = in.readLong();
            long count = in.readLong();
            histogram.restore(count, counts(in), counts(in));
            for (int left = in.readInt(); left > 0; left--) {
                points.add(in.readLong());
            }
        }
    }

    private static Map<String, Long> counts(DataInputStream in) throws IOException {
        var counts = new TreeMap<String, Long>();
        for (int left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            counts.put(name, in.readLong());
        }
        return counts;
    }
}
