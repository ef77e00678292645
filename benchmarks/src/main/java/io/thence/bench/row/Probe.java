// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.row;

import io.thence.bench.load.Batches;
import io.thence.bench.load.OpenStore;
import io.thence.bench.load.Stores;
import io.thence.world.SystemWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The main class of a process that opens a store, says how long that took and what it left in the heap, and then does
 * what it is told, a line each: {@code read N} reads N long streams and says how many microseconds each took,
 * {@code append} appends until it is killed and says so now and then, {@code close} closes the store and ends.
 */
public final class Probe {

    private Probe() {}

    /** Opens the store in the directory that is the first argument. */
    public static void main(String[] arguments) throws IOException {
        long before = usedHeap();
        long start = System.nanoTime();
        var open = Stores.open(new SystemWorld(), Path.of(arguments[0]));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(seconds);
        System.out.println(usedHeap() - before);
        try (open; var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null && !line.equals("close"); line = in.readLine()) {
                obey(line, open);
            }
        }
        System.out.println("closed");
    }

    private static void obey(String line, OpenStore open) {
        if (line.equals("append")) {
            append(open);
        } else {
            LongReads.run(open, Integer.parseInt(line.substring("read ".length())));
        }
    }

    private static void append(OpenStore open) {
        var batches = new Batches(16, 10);
        for (long n = 0; true; n++) {
            Stores.append(open.store(), batches.append(n));
            if (n % 100 == 99) {
                System.out.println("appended");
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
